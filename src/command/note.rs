//! Owns `ww note`: the note about placeholders as a section of a file that agents read. It must not say anything else
//! than the note in a request does.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::engine::note::NOTE;

/// Most characters in a line.
const WIDTH: usize = 100;

/// Prints the section.
///
/// # Errors
/// The output cannot be written.
pub fn run(out: &mut dyn Write) -> io::Result<ExitCode> {
    let mut text = "## Placeholders for secrets\n\n".to_owned();
    let mut column = 0;
    for word in NOTE.split(' ') {
        let gap = if column == 0 { "" } else { " " };
        let gap = if column + gap.len() + word.len() > WIDTH { "\n" } else { gap };
        column = if gap == "\n" { word.len() } else { column + gap.len() + word.len() };
        text.push_str(gap);
        text.push_str(word);
    }
    writeln!(out, "{text}")?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_says_what_the_note_says_in_lines_that_fit() {
        let mut out = Vec::new();
        run(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let (heading, body) = text.split_once("\n\n").unwrap();
        assert!(heading.starts_with("## ") && body.lines().all(|line| line.len() <= WIDTH), "{text}");
        assert_eq!(body.trim_end().replace('\n', " "), NOTE);
    }
}
