//! From Markdown to a [`Lesson`].
//!
//! `pulldown-cmark` reads the Markdown; here its events become blocks, the fences of
//! [`directive`] become parts, and links `figure:SCENARIO/KEY` become figures.
//! What a terminal cannot show (images, HTML) is refused with its line, so that an author hears of
//! it before a student does.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::directive;
use super::document::{Block, Lesson, Part, Source, Span, Style, text_of};
use super::error::LessonError;

/// Reads the lesson in `file` (a name such as `03-transaction-based-ledger.md`).
pub fn parse(file: &str, markdown: &str) -> Result<Lesson, LessonError> {
    let (number, slug) =
        number_and_slug(file).ok_or_else(|| LessonError::FileName { file: file.to_string() })?;
    let parts = parts(file, markdown)?;
    let title = title(&parts).ok_or_else(|| LessonError::NoTitle { file: file.to_string() })?;
    Ok(Lesson { number, slug, title, parts })
}

/// Reads Markdown with directives or without. Errors name `file`.
pub fn parts(file: &str, markdown: &str) -> Result<Vec<Part>, LessonError> {
    let mut reader = LessonReader::new(file, markdown);
    for (event, range) in Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter() {
        reader.offset = range.start;
        reader.take(event)?;
    }
    Ok(reader.finish())
}

/// The spans of Markdown that is one paragraph.
fn inline(file: &str, markdown: &str) -> Result<Vec<Span>, String> {
    let mut parts = parts(file, markdown).map_err(|error| error.to_string())?;
    if let [Part::Text { blocks }] = parts.as_mut_slice()
        && let [Block::Paragraph { spans }] = blocks.as_mut_slice()
    {
        return Ok(std::mem::take(spans));
    }
    Err(format!("{markdown:?} must be one paragraph of words"))
}

fn number_and_slug(file: &str) -> Option<(u32, String)> {
    let (number, slug) = file.strip_suffix(".md")?.split_once('-')?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let good = number.len() == 2 && !slug.is_empty() && slug.chars().all(plain);
    good.then(|| Some((number.parse().ok()?, slug.to_string()))).flatten()
}

fn title(parts: &[Part]) -> Option<String> {
    match parts.first()? {
        Part::Text { blocks } => match blocks.first()? {
            Block::Heading { level: 1, spans } => Some(text_of(spans)),
            _ => None,
        },
        _ => None,
    }
}

/// What has been read so far. A frame is a block that is still open; the outermost is the page.
struct LessonReader<'a> {
    file: &'a str,
    markdown: &'a str,
    offset: usize,
    parts: Vec<Part>,
    frames: Vec<Frame>,
    spans: Vec<Span>,
    style: Vec<Style>,
    source: Option<Source>,
}

enum Frame {
    /// The page, a list item or a quotation: blocks under one another.
    Blocks(Vec<Block>),
    List(Option<u64>, Vec<Vec<Block>>),
    Code(String, String),
    /// The cells of the open row, then the rows so far, the headings first.
    Table(Vec<Vec<Span>>, Vec<Vec<Vec<Span>>>),
}

impl<'a> LessonReader<'a> {
    fn new(file: &'a str, markdown: &'a str) -> LessonReader<'a> {
        LessonReader {
            file,
            markdown,
            offset: 0,
            parts: Vec::new(),
            frames: vec![Frame::Blocks(Vec::new())],
            spans: Vec::new(),
            style: Vec::new(),
            source: None,
        }
    }

    fn take(&mut self, event: Event) -> Result<(), LessonError> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                match self.frames.last_mut() {
                    Some(Frame::Code(_, lines)) => lines.push_str(&text),
                    _ => self.span(&text, self.style.last().copied().unwrap_or_default()),
                }
                Ok(())
            }
            Event::Code(text) => {
                self.span(&text, Style::Code);
                Ok(())
            }
            Event::SoftBreak | Event::HardBreak => {
                self.span(" ", Style::Plain);
                Ok(())
            }
            Event::Rule => Err(self.unsupported("a ruler (---)")),
            Event::Html(_) | Event::InlineHtml(_) => Err(self.unsupported("HTML")),
            _ => Err(self.unsupported("this Markdown extension")),
        }
    }

    fn start(&mut self, tag: Tag) -> Result<(), LessonError> {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::TableHead | Tag::TableRow => {}
            Tag::TableCell => {}
            Tag::BlockQuote(_) | Tag::Item => {
                self.close_tight_item();
                self.frames.push(Frame::Blocks(Vec::new()));
            }
            Tag::List(start) => {
                self.close_tight_item();
                self.frames.push(Frame::List(start, Vec::new()));
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.frames.push(Frame::Code(language, String::new()));
            }
            Tag::Table(_) => self.frames.push(Frame::Table(Vec::new(), Vec::new())),
            Tag::Emphasis => self.style.push(Style::Emphasis),
            Tag::Strong => self.style.push(Style::Strong),
            Tag::Link { dest_url, .. } => self.source = Some(self.link(&dest_url)?),
            Tag::Image { .. } => return Err(self.unsupported("an image")),
            Tag::HtmlBlock => return Err(self.unsupported("HTML")),
            _ => return Err(self.unsupported("this Markdown extension")),
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) -> Result<(), LessonError> {
        match tag {
            TagEnd::Paragraph => {
                let spans = std::mem::take(&mut self.spans);
                self.block(Block::Paragraph { spans });
            }
            TagEnd::Heading(level) => {
                let spans = std::mem::take(&mut self.spans);
                self.block(Block::Heading { level: level as u8, spans });
            }
            TagEnd::Emphasis | TagEnd::Strong => drop(self.style.pop()),
            TagEnd::Link => self.source = None,
            TagEnd::TableCell => {
                let spans = std::mem::take(&mut self.spans);
                if let Some(Frame::Table(cells, _)) = self.frames.last_mut() {
                    cells.push(spans);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(Frame::Table(cells, rows)) = self.frames.last_mut() {
                    rows.push(std::mem::take(cells));
                }
            }
            TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::List(_) => {
                self.close_tight_item();
                self.close()?;
            }
            TagEnd::CodeBlock | TagEnd::Table => self.close()?,
            _ => {}
        }
        Ok(())
    }

    /// Closes the innermost frame and puts what it holds into the one around it.
    fn close(&mut self) -> Result<(), LessonError> {
        match self.frames.pop() {
            Some(Frame::Blocks(blocks)) => match self.frames.last_mut() {
                Some(Frame::List(_, items)) => items.push(blocks),
                _ => self.block(Block::Quote { blocks }),
            },
            Some(Frame::List(start, items)) => self.block(Block::List { start, items }),
            Some(Frame::Table(_, mut rows)) if !rows.is_empty() => {
                let head = rows.remove(0);
                self.block(Block::Table { head, rows });
            }
            Some(Frame::Code(language, text)) => return self.fence(language, text),
            Some(Frame::Table(..)) | None => {}
        }
        Ok(())
    }

    fn fence(&mut self, language: String, text: String) -> Result<(), LessonError> {
        let inline = |markdown: &str| inline(self.file, markdown);
        let Some(read) = directive::read(language.trim(), &text, &inline) else {
            self.block(Block::Code { language, text });
            return Ok(());
        };
        let (file, line) = (self.file.to_string(), self.line());
        let part = read.map_err(|reason| LessonError::Directive {
            file: file.clone(),
            line,
            directive: language.clone(),
            reason,
        })?;
        match self.frames.as_mut_slice() {
            [Frame::Blocks(page)] => {
                let blocks = std::mem::take(page);
                if !blocks.is_empty() {
                    self.parts.push(Part::Text { blocks });
                }
                self.parts.push(part);
                Ok(())
            }
            _ => Err(LessonError::Nested { file, line, directive: language }),
        }
    }

    /// A tight list gives an item's words without a paragraph around them.
    fn close_tight_item(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        if !spans.is_empty() {
            self.block(Block::Paragraph { spans });
        }
    }

    fn block(&mut self, block: Block) {
        if let Some(Frame::Blocks(blocks)) = self.frames.last_mut() {
            blocks.push(block);
        }
    }

    fn span(&mut self, text: &str, style: Style) {
        match self.spans.last_mut() {
            Some(last) if last.style == style && last.source == self.source => {
                last.text.push_str(text);
            }
            _ => {
                self.spans.push(Span { text: text.to_string(), style, source: self.source.clone() })
            }
        }
    }

    fn link(&self, target: &str) -> Result<Source, LessonError> {
        let Some(figure) = target.strip_prefix("figure:") else {
            return Ok(Source::Page(target.to_string()));
        };
        match figure.split_once('/') {
            Some((scenario, key)) if !scenario.is_empty() && !key.is_empty() => {
                Ok(Source::Figure { scenario: scenario.to_string(), key: key.to_string() })
            }
            _ => Err(LessonError::FigureLink {
                file: self.file.to_string(),
                line: self.line(),
                target: target.to_string(),
            }),
        }
    }

    fn unsupported(&self, what: &'static str) -> LessonError {
        LessonError::Unsupported { file: self.file.to_string(), line: self.line(), what }
    }

    /// The line, from 1, where the present event begins.
    fn line(&self) -> usize {
        self.markdown.bytes().take(self.offset).filter(|byte| *byte == b'\n').count() + 1
    }

    fn finish(mut self) -> Vec<Part> {
        if let Some(Frame::Blocks(blocks)) = self.frames.pop()
            && !blocks.is_empty()
        {
            self.parts.push(Part::Text { blocks });
        }
        self.parts
    }
}
