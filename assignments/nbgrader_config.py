"""nbgrader's settings for this course folder; what does not stand here is nbgrader's default."""

c = get_config()

c.CourseDirectory.course_id = "dropout-course"

# `nbgrader autograde`, and formgrader's button, run learners' code in our sandbox: the first step is ours
c.Autograde.autograde_preprocessors = [
    "dropout_course.grading.nbgrader_step.ExecuteInSandbox",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
