//! Why a lesson could not be read or found.

/// What is wrong with a lesson's file, or with the name of a lesson.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LessonError {
    /// The file's name does not say which lesson it is.
    #[error("{file}: name a lesson NN-slug.md, such as 03-transaction-based-ledger.md")]
    FileName {
        /// The file.
        file: String,
    },
    /// The file is not UTF-8.
    #[error("{file}: the text is not UTF-8")]
    NotText {
        /// The file.
        file: String,
    },
    /// Two files claim one number or one slug.
    #[error("{file}: lesson {number} or its slug is already taken by another file")]
    Duplicate {
        /// The second file.
        file: String,
        /// The number that it claims.
        number: u32,
    },
    /// The first line is not a title.
    #[error("{file}: begin the lesson with its title, a line \"# …\"")]
    NoTitle {
        /// The file.
        file: String,
    },
    /// Markdown that no screen of ours can show.
    #[error("{file}:{line}: {what} cannot be shown in a terminal: say it in words")]
    Unsupported {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The kind of Markdown.
        what: &'static str,
    },
    /// A stage, quiz or exercise inside a list or a quotation.
    #[error(
        "{file}:{line}: the fence {directive} stands on its own, not inside a list or a quotation"
    )]
    Nested {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The directive.
        directive: String,
    },
    /// A stage, quiz or exercise that cannot be understood.
    #[error("{file}:{line}: this {directive} cannot be read: {reason}")]
    Directive {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The directive.
        directive: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A figure's link that does not name a scenario and one of its figures.
    #[error("{file}:{line}: write a figure as [17.0](figure:SCENARIO/KEY), not {target:?}")]
    FigureLink {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What the link says.
        target: String,
    },
    /// There is no such lesson.
    #[error("there is no lesson {asked:?}: the lessons are {known}")]
    Unknown {
        /// What was asked for.
        asked: String,
        /// The numbers and slugs that there are.
        known: String,
    },
}
