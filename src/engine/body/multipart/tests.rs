use super::super::tests::{Desk, ODD, SECRET};
use super::*;
use proptest::prelude::*;

const FORM: &str = "multipart/form-data; boundary=xYz";

/// A form with these parts: what stands in the head, and the content.
fn body(parts: &[(&str, &str)]) -> String {
    let part = |(head, content): &(&str, &str)| {
        let head: String = head.lines().map(|line| format!("{line}\r\n")).collect();
        format!("--xYz\r\n{head}\r\n{content}\r\n")
    };
    format!("{}--xYz--\r\n", parts.iter().map(part).collect::<String>())
}

const FILE: &str = "Content-Disposition: form-data; name=\"file\"; filename=\"a.jsonl\"";

#[test]
fn every_part_is_read_by_itself_and_everything_else_keeps_its_bytes() {
    let desk = Desk::new();
    let odd = serde_json::to_string(ODD).unwrap();
    let typed = |media_type: &str| format!("{FILE}\nContent-Type: {media_type}");
    let before = body(&[
        ("Content-Disposition: form-data; name=\"purpose\"", "batch"),
        (&typed("application/jsonl"), &format!("{{\"a\":{odd}}}\r\n{{\"b\":1}}\n")),
        (&typed("application/octet-stream"), &format!("{{\"a\":{odd}}}\n")),
        (&typed("application/json"), &format!("{{\"a\":[{odd}]}}")),
        (&typed("text/plain"), &format!("--xY\r\n it is {SECRET}\r\n\r\n--")),
        ("content-disposition: form-data; name=\"note\"", SECRET),
        ("", ""),
    ]);
    let before = format!("A preamble.\r\n{before}An epilogue.");
    let after = before
        .replace(&odd, &format!("\"{}\"", desk.placeholder(ODD)))
        .replace(SECRET, &desk.placeholder(SECRET));
    let (sent, report) = desk.sent(FORM, &before);
    assert_eq!(sent, after);
    let paths: Vec<_> = report.hits.iter().map(|hit| hit.path.as_str()).collect();
    assert_eq!(paths, ["part[1].a", "part[2].a", "part[3].a[0]", "part[4]", "part[5]"]);
    // And nothing is done where there is nothing to do.
    assert!(desk.read(FORM, after.as_bytes()).unwrap().body.is_none());
}

#[test]
fn a_secret_in_the_name_of_a_file_is_replaced_and_one_behind_escapes_there_is_refused() {
    let desk = Desk::new();
    let head = format!("Content-Disposition: form-data; name=\"f\"; filename=\"{SECRET}.txt\"");
    let (sent, report) = desk.sent(FORM, body(&[(&head, "x")]));
    assert_eq!(sent, body(&[(&head, "x")]).replace(SECRET, &desk.placeholder(SECRET)));
    assert_eq!(report.hits[0].path, "part[0].head");
    for spelled in [SECRET.replace('-', "%2D"), SECRET.replace('-', "\\-")] {
        let head = head.replace(SECRET, &spelled);
        let read = desk.read(FORM, body(&[(&head, "x")]).as_bytes());
        assert!(read.is_err() || read.is_ok_and(|read| read.body.is_some()), "{spelled}");
    }
}

#[test]
fn binary_parts_are_searched_and_counted() {
    let desk = Desk::new();
    let with = |content: &[u8]| {
        let text = body(&[("Content-Type: image/png", "HERE")]);
        let (before, after) = text.split_once("HERE").unwrap();
        [before.as_bytes(), content, after.as_bytes()].concat()
    };
    let image = b"\x89PNG\r\n\x1a\n\xff\x00--xY\r--x\n";
    let read = desk.read(FORM, &with(image)).unwrap();
    assert_eq!((read.body.is_none(), read.report.opaque), (true, image.len() as u64));
    let hidden = [&image[..], SECRET.as_bytes()].concat();
    assert!(matches!(desk.read(FORM, &with(&hidden)), Err(Unreadable::Binary(_))));
}

#[test]
fn a_secret_under_a_transfer_encoding_is_refused() {
    let desk = Desk::new();
    let coded = |name: &str, content: &str| body(&[(&format!("Content-Transfer-Encoding: {name}"), content)]);
    let text = format!("so it is {SECRET}, and {}", "more ".repeat(30));
    let base64 = data_encoding::BASE64_MIME.encode(text.as_bytes());
    let quoted = text.replace("correct", "cor=\r\nre=63t").replace('-', "=2D");
    for (name, content) in [("base64", &*base64), ("Quoted-Printable", &*quoted)] {
        let refused = desk.read(FORM, coded(name, content).as_bytes()).unwrap_err();
        assert_eq!(refused, Unreadable::Hidden("the transfer encoding of a part"), "{name}");
    }
    for (name, content) in [("base64", "bm90aGluZw=="), ("quoted-printable", "noth=69ng=\r\n"), ("8bit", "x")]
    {
        assert!(desk.read(FORM, coded(name, content).as_bytes()).unwrap().body.is_none(), "{name}");
    }
    for (name, content) in
        [("base64", "bm90 aGluZw="), ("quoted-printable", "=4"), ("x-uuencode", "x"), ("base64", "=")]
    {
        assert!(desk.read(FORM, coded(name, content).as_bytes()).is_err(), "{name} {content}");
    }
}

#[test]
fn multipart_in_multipart_is_read_and_in_that_once_more_is_refused() {
    let desk = Desk::new();
    let inner = body(&[("", SECRET)]).replace("xYz", "in");
    let outer = body(&[("Content-Type: multipart/mixed; boundary=in", &inner)]);
    let (sent, report) = desk.sent(FORM, &outer);
    assert_eq!(sent, outer.replace(SECRET, &desk.placeholder(SECRET)));
    assert_eq!(report.hits[0].path, "part[0].part[0]");
    let outermost =
        body(&[("Content-Type: multipart/mixed; boundary=\"xYz\"", &outer)]).replace("xYz", "out");
    let outermost = outermost.replacen("boundary=\"out\"", "boundary=xYz", 1);
    let nested = outermost.replace(
        "--out\r\nContent-Type: multipart/mixed; boundary=in",
        "--xYz\r\nContent-Type: multipart/mixed; boundary=in",
    );
    let read = desk.read("multipart/mixed; boundary=out", nested.as_bytes());
    assert!(read.is_err(), "{nested}");
}

#[test]
fn what_could_be_cut_in_two_ways_is_refused() {
    let desk = Desk::new();
    let good = body(&[(FILE, "content")]);
    assert!(desk.read(FORM, good.as_bytes()).is_ok());
    for (fault, bad) in [
        (Fault::Open, good.replace("--xYz--", "--xY--")),
        (Fault::Open, "no boundary at all".to_owned()),
        (Fault::Open, good.replace("xYz", "abc")),
        (Fault::Line, good.replace("\r\n--xYz--", "\n--xYz--")),
        (Fault::Line, good.replace("\r\n--xYz--", "\r--xYz--")),
        (Fault::Line, good.replace("--xYz\r\n", "--xYz\n")),
        (Fault::Line, good.replace("--xYz--", "--xYz--x")),
        (Fault::Line, good.replace("content", "a\r\n--xYzzz\r\n")),
        (Fault::Line, format!("{good}--xYz\r\n\r\nmore\r\n--xYz--")),
        (Fault::Head(0), good.replace("\r\n\r\n", "\r\n")),
        (Fault::Head(0), good.replace("Content-Disposition:", "Content-Disposition")),
        (Fault::Head(0), good.replace("form-data;", "form-data\nContent-Type: a/b;")),
        (Fault::Head(0), good.replace(FILE, &format!("{FILE}\r\n{FILE}"))),
        (Fault::Head(0), good.replace(FILE, &format!("{FILE}\r\nContent-Encoding: gzip"))),
        (Fault::Head(0), "--xYz\r\n--xYz--\r\n".to_owned()),
    ] {
        assert_eq!(desk.read(FORM, bad.as_bytes()).unwrap_err(), fault.into(), "{bad}");
    }
    for content_type in [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=xYz; boundary=xYz",
        "multipart/form-data; boundary*0=xYz",
    ] {
        assert_eq!(desk.read(content_type, good.as_bytes()).unwrap_err(), Fault::Boundary.into());
    }
}

#[test]
fn what_stands_around_the_parts_may_hold_nothing() {
    let desk = Desk::new();
    let good = body(&[(FILE, "content")]);
    for bad in [format!("{SECRET}\r\n{good}"), format!("{good}{SECRET}")] {
        assert!(matches!(desk.read(FORM, bad.as_bytes()), Err(Unreadable::Hidden(_))));
    }
}

#[test]
fn a_boundary_with_odd_characters_is_taken_as_it_is() {
    let desk = Desk::new();
    let odd = "--=_'(),./:? x+";
    let text = body(&[("", SECRET)]).replace("xYz", odd);
    let (sent, _) = desk.sent(&format!("multipart/mixed; boundary=\"{odd}\""), &text);
    assert_eq!(sent, text.replace(SECRET, &desk.placeholder(SECRET)));
}

proptest! {
    #[test]
    fn no_body_panics_and_what_is_read_keeps_its_shape(
        pieces in prop::collection::vec(
            prop_oneof![Just("--xYz"), Just("--"), Just("\r\n"), Just("\n"), Just("\r"), Just(":"), Just("a: b"),
                Just("Content-Type: application/json"), Just("{\"a\":\"correct-horse-42\"}"), Just(" "), Just("correct-horse-42")],
            0..24,
        ),
    ) {
        let desk = Desk::new();
        let text = pieces.concat();
        if let Ok(read) = desk.read(FORM, text.as_bytes()) {
            let sent = read.body.map_or(text.clone(), |body| String::from_utf8(body).unwrap());
            prop_assert_eq!(&sent, &text.replace(SECRET, &desk.placeholder(SECRET)));
            prop_assert!(!sent.contains(SECRET));
        }
    }
}
