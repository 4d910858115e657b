"""The course's colours as CSS variables, from the one table in ``dropout_course.palette``."""

from dropout_course.palette import DARK, LIGHT


def _declarations(colours: dict[str, str], scheme: str) -> str:
    variables = "".join(f"--dc-{name}:{value};" for name, value in colours.items())
    return f"color-scheme:{scheme};{variables}"


def palette_css() -> str:
    """Light is the ground; dark follows the reader's choice, or the system's where no choice was made.

    ``data-theme`` is set by the page's first script; without JavaScript the media query alone decides.
    """
    light, dark = _declarations(LIGHT, "light"), _declarations(DARK, "dark")
    return (
        f":root{{{light}}}"
        f"@media screen{{html[data-theme=dark]{{{dark}}}}}"
        f"@media screen and (prefers-color-scheme:dark){{html:not([data-theme]){{{dark}}}}}"
    )
