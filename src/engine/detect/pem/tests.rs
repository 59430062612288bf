use super::*;

const LINES: [&str; 3] = [
    "MIIEowIBAAKCAQEAtq9Zk1Xw3vC7dN5bE8gHjKlMnPqRsTuVwXyZ0123456789ab",
    "cDeFgHiJkLmNoPqRsTuVwXyZ9876543210/+aBcDeFgHiJkLmNoPqRsTuVwXyZ01",
    "q7Rt/w==",
];

fn head(label: &str) -> String {
    format!("{}BEGIN {label}{}", "-----", "-----")
}

fn tail(label: &str) -> String {
    format!("{}END {label}{}", "-----", "-----")
}

fn pem(label: &str, line_end: &str) -> String {
    [&[head(label).as_str()], &LINES[..], &[&tail(label)]].concat().join(line_end)
}

fn found(text: &str) -> Option<String> {
    let at = text.find("----")?;
    block(text.as_bytes(), at).map(|found| text[found.range].to_owned())
}

#[test]
fn every_kind_is_found_with_every_line_end() {
    for label in [
        "PRIVATE KEY",
        "RSA PRIVATE KEY",
        "EC PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
        "DSA PRIVATE KEY",
        "PGP PRIVATE KEY BLOCK",
    ] {
        for line_end in ["\n", "\r\n", "\\n", "\\r\\n", "\\\\n", " ", "", "\\n\" +\n  \"", "\n\n", "\",\n\""]
        {
            let text = pem(label, line_end);
            assert_eq!(found(&format!("key = \"{text}\" and on")).as_ref(), Some(&text), "{line_end:?}");
        }
    }
}

#[test]
fn lines_with_something_before_them_are_found() {
    for prefix in
        ["+", "-", "> ", "    ", "\t", "# ", " * ", "//", "| ", "2026-11-22T15:44:01Z app[3]: ", "+    "]
    {
        let text = prefix.to_owned() + &pem("RSA PRIVATE KEY", &format!("\n{prefix}"));
        let at = text.find(&head("RSA PRIVATE KEY")).unwrap();
        let found = block(text.as_bytes(), at).unwrap();
        assert!(text[found.range].ends_with(&tail("RSA PRIVATE KEY")), "{prefix:?}");
    }
}

#[test]
fn a_quoted_block_with_spelled_line_ends_is_found() {
    for line_end in ["\\n", "\\r\\n"] {
        let text = pem("RSA PRIVATE KEY", line_end);
        for before in ["\"", "log: \"", "> \""] {
            let text = format!("{before}{text}\"\n");
            let at = text.find("----").unwrap();
            let found = block(text.as_bytes(), at).unwrap();
            assert!(text[found.range].ends_with(&tail("RSA PRIVATE KEY")), "{text}");
        }
    }
}

#[test]
fn lines_of_which_each_begins_otherwise_are_found_up_to_the_end() {
    let key = LINES[0];
    let text = format!(
        "{}\n  * {key}\n //\t{key}\n ///  {key}\n// # /*{key}*/\n +\"\" +\" {key}\"+\n{}",
        head("RSA PRIVATE KEY"),
        tail("RSA PRIVATE KEY")
    );
    assert_eq!(found(&text), Some(text));
}

#[test]
fn numbered_lines_are_found() {
    let pem = pem("RSA PRIVATE KEY", "\n");
    let text: String = pem.lines().enumerate().map(|(at, line)| format!("  {at}\t{line}\n")).collect();
    let found = block(text.as_bytes(), 4).unwrap();
    assert!(text[found.range].ends_with(&tail("RSA PRIVATE KEY")));
}

#[test]
fn fields_before_the_body_belong_to_the_block() {
    for line_end in ["\n", "\\n"] {
        let fields = ["Proc-Type: 4,ENCRYPTED", "DEK-Info: AES-128-CBC,0123456789ABCDEF0123456789ABCDEF", ""];
        let text =
            [&[head("RSA PRIVATE KEY").as_str()], &fields[..], &LINES[..], &[&tail("RSA PRIVATE KEY")]]
                .concat()
                .join(line_end);
        assert_eq!(found(&text).as_ref(), Some(&text));
    }
}

#[test]
fn a_block_without_its_end_is_found_up_to_the_cut() {
    let whole = pem("RSA PRIVATE KEY", "\n");
    let body_end = whole.find(LINES[2]).unwrap() + LINES[2].len();
    for cut in whole.find(LINES[0]).unwrap() + 40..=body_end {
        assert_eq!(found(&whole[..cut]).as_deref(), Some(whole[..cut].trim_end()));
    }
    let followed = format!("{}\n{}\n[output truncated]", head("PRIVATE KEY"), LINES[0]);
    assert!(found(&followed).is_some_and(|found| found.ends_with(LINES[0])));
}

#[test]
fn a_long_block_is_found_whole() {
    let body = format!("{}\n", LINES[0]).repeat(900);
    let text = format!("{}\n{body}{}", head("RSA PRIVATE KEY"), tail("RSA PRIVATE KEY"));
    assert_eq!(found(&text), Some(text));
}

#[test]
fn the_form_of_ssh2_is_found() {
    let text = format!(
        "{0} BEGIN SSH2 ENCRYPTED PRIVATE KEY {0}\nComment: \"me\"\n{1}\n{0} END SSH2 ENCRYPTED PRIVATE KEY {0}",
        "----", LINES[0]
    );
    assert_eq!(found(&text).as_ref(), Some(&text));
}

#[test]
fn what_only_names_a_header_stays() {
    let (begin, end) = (head("PRIVATE KEY"), tail("PRIVATE KEY"));
    for text in [
        begin.clone(),
        format!("{begin}\\n...\\n{end}"),
        format!("{begin}\nREDACTED\n{end}"),
        format!("{begin}\n<pl:PRIVATE_KEY:0123456789abcdef>\n{end}"),
        format!("if (pem.includes(\"{begin}\") && pem.includes(\"{end}\")) internationalization()"),
        format!("\"{begin}\", someRatherLongIdentifier, anotherRatherLongIdentifier42"),
        pem("CERTIFICATE", "\n"),
        pem("PUBLIC KEY", "\n"),
    ] {
        assert_eq!(found(&text), None, "{text}");
    }
}

#[test]
fn headers_in_a_row_are_each_read_only_up_to_the_next() {
    let text = head("PRIVATE KEY").repeat(1000);
    assert_eq!(found(&text), None);
}
