"""Writes the gradebook, the seed, another's work, and whatever else it may."""

import sqlite3

for path in (
    "@COURSE@/gradebook.db",
    "@COURSE@/private/warmup.seed",
    "@COURSE@/submitted/a_honest/warmup/warmup.ipynb",
    "/grader/grading/worker.py",
    "/site/numpy/__init__.py",
    "/usr/lib/os-release",
    "/etc/passwd",
    "/planted",
):
    try:
        with open(path, "w") as file:
            file.write("0")
        print("written:", path)
    except OSError:
        pass
try:
    with sqlite3.connect("@COURSE@/gradebook.db") as book:
        book.execute("UPDATE grade SET manual_score = 100")
        print("written: grades")
except sqlite3.Error:
    pass
