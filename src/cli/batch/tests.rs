use std::io::Read;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::*;

/// The lines of what `stream` answers to `input` when it says what each line is.
fn echo(input: impl Read + Send + 'static, jobs: usize) -> Vec<String> {
    let mut output = Vec::new();
    let exit = stream(input, &mut output, jobs, describe).unwrap();
    assert_eq!(exit, Exit::Valid);
    String::from_utf8(output).unwrap().lines().map(str::to_string).collect()
}

fn describe(line: Result<&str, LineError>) -> String {
    match line {
        Ok(text) if text.len() > 40 => format!("{} bytes", text.len()),
        Ok(text) => text.to_string(),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn every_line_gets_its_answer_and_an_end_is_a_line_only_if_something_is_on_it() {
    let cases: [(&[u8], &[&str]); 7] = [
        (b"", &[]),
        (b"a", &["a"]),
        (b"a\n", &["a"]),
        (b"\n", &[""]),
        (b"a\n\nb\n\n", &["a", "", "b", ""]),
        (b"a\r\n\xff\nb", &["a", "NotUtf8 { offset: 0 }", "b"]),
        (b"ok \xc3\n\xe2\x82\xac\n", &["ok \u{0}", "\u{20ac}"]),
    ];
    for (input, wanted) in cases {
        let mut answers = echo(input, 3);
        // The carriage return stays in the line; JSON passes over it as white space.
        answers.iter_mut().for_each(|answer| *answer = answer.trim_end().to_string());
        let wanted: Vec<_> =
            wanted.iter().map(|text| text.replace("ok \0", "NotUtf8 { offset: 3 }")).collect();
        assert_eq!(answers, wanted, "{input:?}");
    }
}

#[test]
fn answers_keep_the_order_of_the_lines_however_uneven_the_work() {
    let input: String = (0..5000).map(|number| format!("{number}\n")).collect();
    let mut output = Vec::new();
    let uneven = |line: Result<&str, LineError>| {
        let number: u64 = line.unwrap().parse().unwrap();
        if number.is_multiple_of(97) {
            thread::sleep(Duration::from_millis(number % 5));
        }
        number.to_string()
    };
    stream(io::Cursor::new(input.clone()), &mut output, 7, uneven).unwrap();
    assert_eq!(String::from_utf8(output).unwrap(), input);
}

#[test]
fn a_line_of_16_mib_is_read_and_one_byte_more_is_answered_without_it() {
    let line = |length: usize| io::repeat(b'x').take(length as u64);
    let input = io::Cursor::new("first\n")
        .chain(line(LINE_LIMIT))
        .chain(&b"\n"[..])
        .chain(line(LINE_LIMIT + 1))
        .chain(&b"\nnext\n"[..])
        .chain(line(3 * LINE_LIMIT));
    let wanted = ["first", "16777216 bytes", "TooLong", "next", "TooLong"];
    assert_eq!(echo(input, 2), wanted);
}

/// Gives what comes through a channel, and waits for it as a pipe does.
struct Pipe {
    source: Receiver<Vec<u8>>,
    rest: Vec<u8>,
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.rest.is_empty() {
            self.rest = self.source.recv().unwrap_or_default();
        }
        let length = self.rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&self.rest[..length]);
        self.rest.drain(..length);
        Ok(length)
    }
}

/// Tells on a channel what was flushed.
struct Flushed {
    kept: Vec<u8>,
    target: Sender<String>,
}

impl Write for Flushed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        let text = String::from_utf8(std::mem::take(&mut self.kept)).unwrap();
        if !text.is_empty() {
            self.target.send(text).map_err(|_| io::ErrorKind::BrokenPipe)?;
        }
        Ok(())
    }
}

#[test]
fn a_peer_that_waits_for_each_answer_gets_it() {
    let (send, source) = channel();
    let (target, answers) = channel();
    let worker = thread::spawn(move || {
        let mut writer = Flushed { kept: Vec::new(), target };
        stream(Pipe { source, rest: Vec::new() }, &mut writer, 2, describe).unwrap()
    });
    for text in ["one", "two", "three"] {
        // The beginning of the next line must not hold up the answer to this one.
        send.send(format!("{text}\n ").into_bytes()).unwrap();
        let answer = answers.recv_timeout(Duration::from_secs(20)).unwrap();
        assert_eq!(answer.trim(), text);
    }
    drop(send);
    assert_eq!(worker.join().unwrap(), Exit::Valid);
}

#[test]
fn a_writer_whose_reader_left_ends_the_stream_though_more_input_may_come() {
    let (send, source) = channel();
    let (target, answers) = channel();
    drop(answers);
    send.send(b"one\n".to_vec()).unwrap();
    let mut writer = Flushed { kept: Vec::new(), target };
    let result = stream(Pipe { source, rest: Vec::new() }, &mut writer, 2, describe);
    assert!(matches!(result, Err(CliError::Closed)));
}

/// Endless numbered lines, counting how many were taken.
struct Endless(Arc<Mutex<usize>>);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        buffer.fill(b'\n');
        *self.0.lock().unwrap() += buffer.len();
        Ok(buffer.len())
    }
}

/// Takes nothing more after the first byte.
struct Stuck(Sender<()>);

impl Write for Stuck {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        self.0.send(()).unwrap();
        thread::sleep(Duration::from_millis(300));
        Err(io::ErrorKind::BrokenPipe.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn no_more_is_read_than_can_be_answered() {
    let taken = Arc::new(Mutex::new(0));
    let (stuck, _written) = channel();
    let result = stream(Endless(Arc::clone(&taken)), &mut Stuck(stuck), 2, describe);
    assert!(matches!(result, Err(CliError::Closed)));
    // Two threads with eight bundles of 16 lines each fit into one buffer of 64 KiB.
    assert!(*taken.lock().unwrap() <= 2 << 16);
}

/// Fails after one line, as a disk may.
struct Failing(bool);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if std::mem::replace(&mut self.0, true) {
            return Err(io::Error::other("the disk is gone"));
        }
        buffer[..2].copy_from_slice(b"a\n");
        Ok(2)
    }
}

#[test]
fn what_was_read_is_answered_before_a_failure_is_told() {
    let mut output = Vec::new();
    let error = stream(Failing(false), &mut output, 1, describe).unwrap_err();
    assert_eq!(output, b"a\n");
    assert_eq!(error.to_string(), "cannot read the batch: the disk is gone");
}
