//! Lessons: reading, stages, quizzes, and the progress of whoever reads them.
