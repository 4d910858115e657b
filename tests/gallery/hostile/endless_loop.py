"""Never ends, in the cell itself."""

while True:
    pass
