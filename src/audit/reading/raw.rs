//! Owns reading a file of the log line by line within bounds, whoever wrote it. It must not know what lines say.

use std::io::{self, BufRead, BufReader, Read};

use super::super::line::MAX_LINE;

/// The whole lines of a file, without their newlines. Bytes without a newline at the end are no line.
pub struct Raw<R> {
    input: BufReader<R>,
}

impl<R: Read> Raw<R> {
    /// Reads `input` from where it is.
    pub fn new(input: R) -> Self {
        Self { input: BufReader::with_capacity(1 << 16, input) }
    }
}

impl<R: Read> Iterator for Raw<R> {
    type Item = io::Result<Vec<u8>>;

    /// The next line; an empty one stands for one that is longer than a line may be.
    fn next(&mut self) -> Option<io::Result<Vec<u8>>> {
        let mut line = Vec::new();
        if let Err(error) = self.input.by_ref().take(MAX_LINE as u64).read_until(b'\n', &mut line) {
            return Some(Err(error));
        }
        if line.pop_if(|last| *last == b'\n').is_some() {
            return Some(Ok(line));
        }
        if line.len() < MAX_LINE {
            return None;
        }
        match self.input.skip_until(b'\n') {
            Ok(_) => Some(Ok(Vec::new())),
            Err(error) => Some(Err(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_lines_of_bounded_length_come_out() {
        let long = "x".repeat(MAX_LINE);
        let text = format!("one\n\n{long}\ntwo\ntorn");
        let lines: Vec<_> = Raw::new(text.as_bytes()).map(Result::unwrap).collect();
        assert_eq!(lines, [b"one".to_vec(), vec![], vec![], b"two".to_vec()]);
        assert_eq!(Raw::new(long.as_bytes()).count(), 1);
    }
}
