"""The command ``dropout-course``: run experiments, grade homework.

Heavy packages are imported inside each command, so that ``--help`` answers at once.
"""

import sys


def main() -> None:
    """Run the command line; one sentence tells which extra to install where one is missing."""
    try:
        import typer  # noqa: F401
    except ImportError:
        sys.exit("dropout-course needs its extras: pip install 'dropout-course[experiments,grading]'")
    build_app()()


def build_app():  # type: ignore[no-untyped-def]
    """The Typer application; commands appear with the packages behind them."""
    import typer

    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

    @app.callback()
    def about() -> None:
        """Dropout, taught by measurement: experiments and grading."""

    return app
