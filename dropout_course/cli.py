"""The command ``dropout-course``: run experiments, grade homework.

Heavy packages are imported inside each command, so that ``--help`` answers at once.
"""

import inspect
import os
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

if TYPE_CHECKING:
    import typer

HERE = Path()  # a command works in the folder where it is called
PROCESSORS = os.cpu_count() or 1


def main() -> None:
    """Run the command line; one sentence tells which extra to install where one is missing."""
    try:
        import typer  # noqa: F401
    except ImportError:
        sys.exit("dropout-course needs its extras. In a checkout: pip install -e '.[experiments,grading]'")
    build_app()()


def build_app() -> "typer.Typer":
    """The Typer application; commands appear with the packages behind them."""
    import typer

    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

    @app.callback()
    def about() -> None:
        """Dropout, taught by measurement: experiments and grading."""

    add_grade_command(app)
    add_collect_command(app)
    add_class_commands(app)
    app.add_typer(experiments_app(), name="experiments")
    app.add_typer(claims_app(), name="claims")
    return app


def add_grade_command(app: "typer.Typer") -> None:
    """``dropout-course grade``."""
    import typer

    def grade(
        assignment: Annotated[str, typer.Argument(help="The assignment's name, for example hw1-masks.")],
        course: Annotated[Path, typer.Option(help="The course folder, with source/ and submitted/.")] = HERE,
        student: Annotated[
            list[str] | None, typer.Option(help="Only this student; may be given several times.")
        ] = None,
        jobs: Annotated[int, typer.Option(min=1, help="Submissions graded at the same time.")] = 1,
        isolation: Annotated[
            str, typer.Option(help="bwrap, or none: learners' code then runs as you, unprotected.")
        ] = "bwrap",
        dask: Annotated[
            str | None,
            typer.Option(
                help="Check on a cluster: its scheduler's address, for example tcp://10.0.0.1:8786. "
                "Its workers need this checkout and bubblewrap; --jobs then says nothing."
            ),
        ] = None,
        json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here, too.")] = None,
        **limits: float | None,
    ) -> None:
        """Grade what was handed in, without trusting it; gradebook and feedback stay nbgrader's.

        The course folder holds source/NAME/NAME.ipynb, NAME being the assignment's, and each student's
        submitted/STUDENT/NAME/NAME.ipynb.
        """
        from dropout_course.grading.screen import grade_to_screen

        chosen: dict[str, Any] = {name: limit for name, limit in limits.items() if limit is not None}
        options = chosen | {"students": student or (), "jobs": jobs, "dask": dask}
        sys.exit(
            grade_to_screen(course, assignment, json_file=json_file, isolation=isolation, options=options)
        )

    app.command()(with_limits(grade))


def with_limits(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that takes ``**limits`` an option for each limit of grading."""
    import typer

    from dropout_course.grading.limits import Limits

    panel = "Limits of one submission, and what they are where its notebook asks for none"
    signature = inspect.signature(command)
    own = [each for each in signature.parameters.values() if each.kind is not inspect.Parameter.VAR_KEYWORD]
    options = [
        inspect.Parameter(
            limit.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                limit.type | None,  # type: ignore[operator]
                typer.Option(
                    help=f"{limit.metadata['meaning']} ({limit.default:,})",
                    rich_help_panel=panel,
                ),
            ],
        )
        for limit in fields(Limits)
    ]
    command.__signature__ = signature.replace(parameters=[*own, *options])  # type: ignore[attr-defined]
    return command


def add_collect_command(app: "typer.Typer") -> None:
    """``dropout-course collect``: what stands before grading."""
    import typer

    @app.command()
    def collect(
        assignment: Annotated[str, typer.Argument(help="The assignment's name, for example hw1-masks.")],
        download: Annotated[Path, typer.Argument(help="The system's zip, or the folder it was unpacked to.")],
        course: Annotated[Path, typer.Option(help="The course folder.")] = HERE,
        system: Annotated[str, typer.Option("--from", help="canvas or moodle.")] = "canvas",
        pattern: Annotated[
            str | None,
            typer.Option(help="Of another system: a regular expression with (?P<student>) and (?P<file>)."),
        ] = None,
        replace: Annotated[bool, typer.Option(help="Let go what was handed in before.")] = False,
    ) -> None:
        """Put the notebooks of a download into submitted/; archives within it stay shut."""
        from dropout_course.grading.screen import collect_to_screen

        sys.exit(collect_to_screen(course, assignment, download, system, pattern, replace=replace))


def add_class_commands(app: "typer.Typer") -> None:
    """``dropout-course report`` and ``export``: what stands after grading."""
    import typer

    assignment_name = typer.Argument(help="The assignment's name, for example hw1-masks.")
    course_folder = typer.Option(help="The course folder.")
    where = typer.Option("--to", help="The file to write.")

    @app.command()
    def report(
        assignment: Annotated[str, assignment_name],
        course: Annotated[Path, course_folder] = HERE,
        to: Annotated[Path | None, where] = None,
    ) -> None:
        """Write the class report: scores, the hardest checks, misconceptions, as one HTML page."""
        from dropout_course.grading.screen import report_to_file

        sys.exit(report_to_file(course, assignment, to or Path(f"{assignment}-report.html")))

    @app.command()
    def export(
        assignment: Annotated[str, assignment_name],
        system: Annotated[str, typer.Option("--for", help="canvas or moodle.")],
        course: Annotated[Path, course_folder] = HERE,
        to: Annotated[Path | None, where] = None,
        roster: Annotated[
            Path | None, typer.Option(help="The CSV that the system exported, to be filled in.")
        ] = None,
        name_column: Annotated[
            str | None, typer.Option(help="Its column that names students as submitted/ does.")
        ] = None,
        grade_column: Annotated[str | None, typer.Option(help="Its column for the grade.")] = None,
    ) -> None:
        """Write the grades as a CSV that Canvas or Moodle takes in."""
        from dropout_course.grading.screen import export_to_file

        path = to or Path(f"{assignment}-{system}.csv")
        columns = {"name_column": name_column, "grade_column": grade_column}
        sys.exit(export_to_file(course, assignment, system, path, roster=roster, **columns))


def experiments_app() -> "typer.Typer":
    """``dropout-course experiments``."""
    import typer

    app = typer.Typer(no_args_is_help=True, help="What the course measured, and how to measure it again.")

    @app.command("list")
    def list_them() -> None:
        """Each experiment, its question, the claims it tries, and what either variant costs."""
        from dropout_course.experiments.screen import show_list

        show_list()

    add_run_command(app)
    add_verify_command(app)
    return app


def add_run_command(app: "typer.Typer") -> None:
    """``dropout-course experiments run``."""
    import typer

    in_short = (
        "Every experiment in its shorter variant, within an hour on two cores. "
        "Results go to _build/short-results."
    )
    as_committed = "Every experiment with the settings that the committed results came from."
    on_cluster = (
        "Train on a cluster: its scheduler's address, for example tcp://10.0.0.1:8786. "
        "Its workers need this checkout; --jobs then says nothing."
    )

    @app.command()
    def run(
        names: Annotated[
            list[str] | None, typer.Argument(help="Experiments, for example rate-table.")
        ] = None,
        short: Annotated[bool, typer.Option("--all", help=in_short)] = False,
        full: Annotated[bool, typer.Option("--full", help=as_committed)] = False,
        jobs: Annotated[int, typer.Option(min=1, help="Processes, of one thread each.")] = PROCESSORS,
        dask: Annotated[str | None, typer.Option(help=on_cluster)] = None,
        out: Annotated[
            Path | None, typer.Option(help="Folder for results and figures, in place of the package's own.")
        ] = None,
    ) -> None:
        """Run experiments; after Ctrl-C, or whatever else ended it, run again to go on.

        Trained stacks are kept, and what a run of all had finished; an experiment without stacks begins anew.
        An experiment that fails is reported with its settings, the others go on, and the exit code is 1.
        """
        from dropout_course.experiments.screen import Everything, run_to_screen

        if short and full:
            typer.echo("ask for --all or for --full, not both", err=True)
            sys.exit(2)
        everything: Everything | None = "all" if short else "full" if full else None
        sys.exit(run_to_screen(names or [], jobs, out, everything=everything, dask=dask))


def add_verify_command(app: "typer.Typer") -> None:
    """``dropout-course experiments verify``."""
    import typer

    @app.command()
    def verify(
        names: Annotated[
            list[str] | None, typer.Argument(help="Experiments; all that are committed.")
        ] = None,
        jobs: Annotated[int, typer.Option(min=1, help="Processes, of one thread each.")] = PROCESSORS,
    ) -> None:
        """Compute a sample of each committed result again and compare.

        Exactly where processor and versions are those of the result, else within three standard deviations
        over its other seeds.
        """
        from dropout_course.experiments.screen import verify_to_screen

        sys.exit(verify_to_screen(names or [], jobs))


def claims_app() -> "typer.Typer":
    """``dropout-course claims``."""
    import typer

    app = typer.Typer(no_args_is_help=True, help="The ledger of claims, book/claims.yml.")

    @app.callback()
    def about() -> None:
        """The ledger of claims, book/claims.yml."""

    @app.command()
    def check(
        part: Annotated[
            list[str] | None, typer.Option(help="A part of the book that must answer all its statements.")
        ] = None,
    ) -> None:
        """Fail where a link is dead, a number is not its result's, or a verdict is not the rule's."""
        from dropout_course.claims.check import check

        try:
            problems = check(parts=part or ())
        except (FileNotFoundError, ModuleNotFoundError, ValueError) as error:
            typer.echo(str(error), err=True)
            sys.exit(2)
        typer.echo("\n".join(problems) or "every link, number and verdict of the ledger is right")
        sys.exit(1 if problems else 0)

    return app
