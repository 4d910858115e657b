"""nbgrader's settings for this course folder; what does not stand here is nbgrader's default."""

c = get_config()

c.CourseDirectory.course_id = "dropout-course"
