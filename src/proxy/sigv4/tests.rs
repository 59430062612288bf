use std::ffi::OsString;
use std::path::Path;

use hyper::Request;
use hyper::header::{CONTENT_TYPE, USER_AGENT};
use proptest::prelude::*;

use super::*;

const KEY_ID: &str = "AKIDEXAMPLE";
const HOSTED: &str = "bedrock-runtime.us-east-1.amazonaws.com";

/// The secret of AWS's documentation, in parts so that no scanner takes this file for a leak.
fn secret() -> String {
    ["wJalrXUtnFEMI", "K7MDENG+bPxRfiCYEXAMPLEKEY"].join("/")
}

fn keys(secret: &str) -> AwsKeys {
    let pairs = [("AWS_ACCESS_KEY_ID", KEY_ID), ("AWS_SECRET_ACCESS_KEY", secret)];
    let environment: Vec<(OsString, OsString)> =
        pairs.map(|(name, value)| (name.into(), value.into())).into();
    AwsKeys::of(&environment, Path::new("/nonexistent"), Path::new("/nonexistent"))
}

fn head(method: &str, target: &str, headers: &[(&str, &str)]) -> Parts {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap().into_parts().0
}

fn claim(scope: &str, names: &str, signature: &str) -> String {
    format!(
        "{ALGORITHM} Credential={KEY_ID}/20150830/{scope}/aws4_request, SignedHeaders={names}, Signature={signature}"
    )
}

/// Signs a request as a client does, for the headers named.
fn signed(mut head: Parts, body: &[u8], names: &str) -> Parts {
    let text = claim("us-east-1/bedrock", names, "");
    let secret = SecretBytes::new(secret().into_bytes());
    let parts = Claim::read(text.split_once(' ').unwrap().1).unwrap();
    let host = host(&head).unwrap().to_owned();
    let signed = parts.sign(Whole { head: &head, body }, &host, &secret).unwrap();
    head.headers.insert(AUTHORIZATION, signed.authorization.parse().unwrap());
    head
}

/// A signed request for Bedrock, with all that clients sign.
fn bedrock(body: &[u8]) -> Parts {
    let (length, digest) = (body.len().to_string(), sha256(body));
    let headers = [
        ("host", HOSTED),
        ("content-type", "application/json"),
        ("content-length", &length),
        ("x-amz-date", "20150830T123600Z"),
        ("x-amz-content-sha256", &digest),
        ("x-amz-security-token", "session+token=="),
        ("accept-encoding", "gzip,identity"),
        ("user-agent", "sdk/1.0"),
    ];
    let head = head("POST", "/model/anthropic.claude-3%3A0/converse?a=b%20c", &headers);
    let names = "accept-encoding;content-length;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token";
    signed(head, body, names)
}

/// What the signature of a request says about it.
fn verifies(head: &Parts, body: &[u8]) -> bool {
    let claim = Claim::of(&head.headers).unwrap();
    claim.signer(Whole { head, body }, &keys(&secret())).is_ok()
}

#[test]
fn the_examples_of_the_documentation_are_signed_as_there() {
    const FORM: &str = "application/x-www-form-urlencoded";
    for (method, uri, headers, body, scope, names, signature) in [
        (
            "GET",
            "/?Action=ListUsers&Version=2010-05-08",
            &[
                ("host", "iam.amazonaws.com"),
                ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
            ][..],
            "",
            "us-east-1/iam",
            "content-type;host;x-amz-date",
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
        ),
        (
            "GET",
            "/",
            &[("host", "example.amazonaws.com")],
            "",
            "us-east-1/service",
            "host;x-amz-date",
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        (
            "GET",
            "/?Param2=value2&Param1=value1",
            &[("host", "example.amazonaws.com")],
            "",
            "us-east-1/service",
            "host;x-amz-date",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        (
            "POST",
            "/",
            &[("host", "example.amazonaws.com"), ("content-type", FORM)],
            "Param1=value1",
            "us-east-1/service",
            "content-type;host;x-amz-date",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        ),
    ] {
        let authorization = claim(scope, names, signature);
        let own = [(DATE, "20150830T123600Z"), ("authorization", &authorization)];
        let head = head(method, uri, &[headers, &own].concat());
        assert!(verifies(&head, body.as_bytes()), "{method} {uri}");
        assert!(!verifies(&head, b"another body"), "{method} {uri}");
    }
}

#[test]
fn what_did_not_change_keeps_its_signature() {
    let came = bedrock(b"{}");
    let mut head = came.clone();
    renew(Whole { head: &came, body: b"{}" }, &mut head, b"{}", &AwsKeys::default()).unwrap();
    assert_eq!(head.headers, came.headers);
    head.headers.insert(USER_AGENT, HeaderValue::from_static("<pl:X:0>"));
    renew(Whole { head: &came, body: b"{}" }, &mut head, b"{}", &AwsKeys::default()).unwrap();
    assert_eq!(head.headers[AUTHORIZATION], came.headers[AUTHORIZATION]);
}

#[test]
fn a_changed_body_path_query_or_header_is_signed_again() {
    let (old, new) = (&b"{\"a\":1}"[..], &b"{\"a\":\"<pl:X>\"}"[..]);
    let came = bedrock(old);
    for (target, body, token) in [
        ("/model/anthropic.claude-3%3A0/converse?a=b%20c", new, "session+token=="),
        ("/model/%3Cpl%3AX%3E/converse?a=b%20c", old, "session+token=="),
        ("/model/anthropic.claude-3%3A0/converse?a=%3Cpl%3E", new, "session+token=="),
        ("/model/anthropic.claude-3%3A0/converse?a=b%20c", old, "another"),
    ] {
        let mut head = came.clone();
        head.uri = target.parse().unwrap();
        head.headers.insert("x-amz-security-token", token.parse().unwrap());
        renew(Whole { head: &came, body: old }, &mut head, body, &keys(&secret())).unwrap();
        assert!(verifies(&head, body), "{target}");
        assert_ne!(head.headers[AUTHORIZATION], came.headers[AUTHORIZATION]);
        assert_eq!(head.headers[CONTENT_SHA256], sha256(body).as_str());
        assert_eq!(head.headers[CONTENT_LENGTH], body.len().to_string().as_str());
        let names = |head: &Parts| Claim::of(&head.headers).unwrap().names.join(";");
        assert_eq!(names(&head), names(&came));
    }
}

#[test]
fn a_digest_of_the_old_body_leaves_the_signature_with_it() {
    let headers = [("host", HOSTED), (DATE, "20150830T123600Z"), ("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")];
    let came = signed(head("POST", "/", &headers), b"old", "content-md5;host;x-amz-date");
    let mut head = came.clone();
    renew(Whole { head: &came, body: b"old" }, &mut head, b"new", &keys(&secret())).unwrap();
    assert!(verifies(&head, b"new"));
    assert_eq!(Claim::of(&head.headers).unwrap().names, ["host", DATE]);
}

#[test]
fn the_host_of_a_connection_counts_where_there_is_no_header() {
    let url = format!("https://{HOSTED}/model/a/invoke");
    let came = signed(head("POST", &url, &[(DATE, "20150830T123600Z")]), b"old", "host;x-amz-date");
    let mut head = came.clone();
    head.uri = "/model/a/invoke".parse().unwrap();
    renew(Whole { head: &came, body: b"old" }, &mut head, b"new", &keys(&secret())).unwrap();
    head.headers.insert(HOST, HeaderValue::from_static(HOSTED));
    assert!(verifies(&head, b"new"));
}

#[test]
fn an_unsigned_payload_stays_unsigned() {
    let headers = [("host", HOSTED), (DATE, "20150830T123600Z"), (CONTENT_SHA256, UNSIGNED)];
    let came = signed(head("POST", "/", &headers), b"old", "host;x-amz-content-sha256;x-amz-date");
    let mut head = came.clone();
    renew(Whole { head: &came, body: b"old" }, &mut head, b"new", &keys(&secret())).unwrap();
    assert_eq!(head.headers[CONTENT_SHA256], UNSIGNED);
    assert!(verifies(&head, b"whatever"));
}

#[test]
fn what_cannot_be_signed_again_says_why() {
    let good = bedrock(b"old");
    let with = |name: &'static str, value: &str| {
        let mut head = good.clone();
        head.headers.insert(name, value.parse().unwrap());
        head
    };
    let authorization = |text: &str| with("authorization", text);
    let of_another = claim("us-east-1/bedrock", "host;x-amz-date", "00").replace(KEY_ID, "AKIDOTHER");
    let mut presigned = good.clone();
    presigned.headers.remove(AUTHORIZATION);
    presigned.uri = "/model/a/invoke?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00".parse().unwrap();
    for (came, reason) in [
        (presigned, Unsignable::Presigned),
        (with(CONTENT_SHA256, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"), Unsignable::Chunks),
        (authorization("AWS4-ECDSA-P256-SHA256 Credential=x"), Unsignable::Algorithm),
        (authorization("AWS4-HMAC-SHA256 Credential=x"), Unsignable::Malformed),
        (authorization("AWS4-HMAC-SHA256"), Unsignable::Malformed),
        (authorization(&of_another), Unsignable::NoCredentials),
        (authorization(&claim("us-east-1/bedrock", "host;x-amz-date", "00")), Unsignable::Mismatch),
        (authorization(&claim("us-east-1/bedrock", "host", "00")), Unsignable::Mismatch),
        (with(DATE, "yesterday"), Unsignable::Mismatch),
        (with("content-type", "text/plain"), Unsignable::Mismatch),
    ] {
        assert!(is_signed(&came));
        let mut head = came.clone();
        let renewed = renew(Whole { head: &came, body: b"old" }, &mut head, b"new", &keys(&secret()));
        assert_eq!(renewed, Err(reason));
        assert_eq!(head.headers.get(AUTHORIZATION), came.headers.get(AUTHORIZATION));
    }
    let mut head = good.clone();
    let wrong = renew(Whole { head: &good, body: b"old" }, &mut head, b"new", &keys("another secret"));
    assert_eq!(wrong, Err(Unsignable::Mismatch));
    assert!(!is_signed(&self::head("GET", "/", &[("authorization", "Bearer x")])));
}

#[test]
fn what_is_signed_is_not_altered_for_the_way() {
    let came = bedrock(b"{}");
    let mut headers = came.headers.clone();
    head::outgoing(&mut headers, false);
    assert_ne!(headers[ACCEPT_ENCODING], came.headers[ACCEPT_ENCODING]);
    keep_signed(&came.headers, &mut headers, HOSTED);
    assert_eq!(headers[ACCEPT_ENCODING], came.headers[ACCEPT_ENCODING]);
    assert_eq!(headers.get(HOST), None);
    keep_signed(&came.headers, &mut headers, "spelled.example");
    assert_eq!(headers[HOST], came.headers[HOST]);
    let mut unsigned = came.headers.clone();
    unsigned.insert(AUTHORIZATION, claim("us-east-1/bedrock", "host", "00").parse().unwrap());
    unsigned.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    let mut headers = unsigned.clone();
    head::outgoing(&mut headers, false);
    keep_signed(&unsigned, &mut headers, HOSTED);
    assert_eq!(headers[ACCEPT_ENCODING], "gzip, identity");
}

proptest! {
    #[test]
    fn no_authorization_makes_it_panic(text in "AWS4-HMAC-SHA256 [ -~]{0,60}", target in "/[!-~]{0,20}", value in "[ -~]{0,20}") {
        let headers = [("host", HOSTED), ("authorization", &text), (DATE, &value), ("x-a", &value)];
        if let Ok(request) = headers.iter().fold(Request::builder().uri(&target), |request, (name, value)| request.header(*name, *value)).body(()) {
            let came = request.into_parts().0;
            let mut head = came.clone();
            let _renewed = renew(Whole { head: &came, body: b"old" }, &mut head, b"new", &keys(&secret()));
        }
    }
}
