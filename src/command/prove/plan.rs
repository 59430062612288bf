//! Owns the plan of a proof: every exchange, with what is sent, how, and what is to be said to it. It must not do any
//! of it.

use std::io;

use data_encoding::BASE64;

use super::ProveError;
use super::coding::{self, NAMES};
use super::dialects::SHEETS;
use super::errand::Errand;
use super::planted::{self, Planted};
use super::sheet::{Cut, MARK, Place, Sheet};

/// What separates the secrets in a probe.
pub const SEPARATOR: &str = "\n== == ==\n";
/// The header that tells the built-in provider which exchange this is.
pub const CASE_HEADER: &str = "x-prove";
/// The ports under which the provider is known, first the one where it speaks HTTP/2, then HTTP/1.1.
pub const PORTS: [u16; 2] = [443, 8443];

/// How streamed answers are cut; single characters and single bytes are each paired with something larger, so that no
/// answer takes a hundred thousand writes.
const CUTS: [Cut; 6] = [
    Cut { delta: 1, write: 1460, escaped: false },
    Cut { delta: 1, write: 1460, escaped: true },
    Cut { delta: 5, write: 7, escaped: false },
    Cut { delta: 11, write: 3, escaped: true },
    Cut { delta: 17, write: 2, escaped: false },
    Cut { delta: usize::MAX, write: 1, escaped: true },
];

/// Who speaks HTTP/2: the agent, the provider.
const VERSIONS: [[bool; 2]; 4] = [[true, true], [true, false], [false, true], [false, false]];

/// What an exchange is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Secrets stand in this place of the request.
    Planted(Place),
    /// There is nothing to hide.
    Clean,
    /// Secrets stand in a body that cannot be read.
    Unreadable,
}

/// One exchange.
pub struct Case {
    /// What it is for.
    pub kind: Kind,
    /// Its dialect.
    pub sheet: &'static Sheet,
    /// Whether its answer is streamed.
    pub streamed: bool,
    /// How the answer is cut.
    pub cut: Cut,
    /// Whether the agent speaks HTTP/2, and whether the provider does.
    pub h2: [bool; 2],
    /// The content codings of request and answer.
    pub codings: [&'static str; 2],
    /// What is planted, and is to come back.
    pub probe: String,
    /// The request body, without its coding.
    pub body: String,
    /// The request body, as it is sent.
    pub wire: Vec<u8>,
}

/// All of a proof. No `Debug`: it holds secrets.
pub struct Plan {
    /// What is planted.
    pub secrets: Vec<Planted>,
    /// The key that belongs to the provider, and must reach it.
    pub key: String,
    /// The exchanges, in order.
    pub cases: Vec<Case>,
}

impl Plan {
    /// Draws the secrets and lays out the exchanges: in every dialect every place, whole and streamed, and requests
    /// with nothing to hide and unreadable ones besides.
    ///
    /// # Errors
    /// [`ProveError`] when no secrets can be drawn.
    pub fn draw() -> Result<Self, ProveError> {
        let secrets = planted::draw()?;
        let probe = probe(&secrets.iter().map(|secret| secret.value.as_str()).collect::<Vec<_>>());
        let modes = [false, true];
        let rows = || 0..SHEETS.len();
        let each = |kind: Kind| rows().flat_map(move |row| modes.map(|streamed| (kind, row, streamed)));
        let mut all: Vec<(Kind, usize, bool)> =
            each(Kind::Clean).filter(|(.., streamed)| !streamed).collect();
        for row in rows() {
            let planted = |(place, _)| modes.map(|streamed| (Kind::Planted(place), row, streamed));
            all.extend(Place::ALL.into_iter().flat_map(planted));
        }
        all.extend(each(Kind::Unreadable));
        // Once there is something to restore, a clean exchange takes another way through the proxy.
        all.extend(each(Kind::Clean).filter(|(.., streamed)| *streamed));
        let lay = |(number, (kind, row, streamed))| case(kind, row, number, streamed, &probe);
        let cases =
            all.into_iter().enumerate().map(lay).collect::<io::Result<_>>().map_err(ProveError::Coding)?;
        Ok(Self { secrets, key: planted::provider_key()?, cases })
    }

    /// What the agent is asked to send for the case of this number.
    #[must_use]
    pub fn errand(&self, number: usize, case: &Case) -> Errand {
        let [client_h2, provider_h2] = case.h2;
        let [whole, streamed] = case.sheet.targets;
        let mut headers = vec![
            ("content-type".to_owned(), "application/json".to_owned()),
            ("accept-encoding".to_owned(), "gzip, deflate, br, zstd".to_owned()),
            ("x-api-key".to_owned(), self.key.clone()),
            (CASE_HEADER.to_owned(), number.to_string()),
        ];
        let [coding, _] = case.codings;
        if !coding.is_empty() {
            headers.push(("content-encoding".to_owned(), coding.to_owned()));
        }
        let [h2_port, h1_port] = PORTS;
        Errand {
            case: number,
            host: case.sheet.host.to_owned(),
            port: if provider_h2 { h2_port } else { h1_port },
            h2: client_h2,
            target: if case.streamed { streamed } else { whole }.to_owned(),
            headers,
            body: BASE64.encode(&case.wire),
        }
    }
}

impl Case {
    /// How often a planted secret is escaped in the body.
    #[must_use]
    pub fn depth(&self) -> usize {
        if self.kind == Kind::Planted(Place::Arguments) { self.sheet.argument_depth } else { 1 }
    }

    /// What it is, for people.
    #[must_use]
    pub fn describe(&self) -> String {
        let kind = match self.kind {
            Kind::Clean => "nothing to hide",
            Kind::Unreadable => "unreadable body",
            Kind::Planted(place) => {
                Place::ALL.iter().find(|(it, _)| *it == place).map_or("", |(_, name)| name)
            }
        };
        let [to_provider, to_agent] = self.codings.map(|name| if name.is_empty() { "plain" } else { name });
        let [client, provider] = self.h2.map(|h2| if h2 { "h2" } else { "h1" });
        let mode = if self.streamed { "streamed" } else { "whole" };
        format!("{kind}, {} {mode}, {to_provider}/{to_agent}, {client}/{provider}", self.sheet.name)
    }
}

/// The exchange of this number for the sheet of this row. Codings, versions and cuts rotate with the number and row at
/// different paces, so that each meets each.
fn case(kind: Kind, row: usize, number: usize, streamed: bool, planted: &str) -> io::Result<Case> {
    let at = |list: &[&'static str], index: usize| list.get(index % list.len()).copied().unwrap_or_default();
    let sheet = SHEETS.get(row).ok_or(io::ErrorKind::InvalidInput)?;
    let cut = CUTS.get((number / 2 + row) % CUTS.len()).copied().ok_or(io::ErrorKind::InvalidInput)?;
    let mut codings = [at(&NAMES, number), at(&NAMES, 2 * number + number / NAMES.len())];
    let place = if let Kind::Planted(place) = kind { place } else { Place::User };
    let probe = if kind == Kind::Clean { probe(&[]) } else { planted.to_owned() };
    let fill = |it| if it == place { probe.clone() } else { "nothing to see here".to_owned() };
    let body = serde_json::to_string_pretty(&(sheet.request)(&fill, streamed)).map_err(io::Error::from)?;
    // Spellings that a proxy which writes JSON anew would lose.
    let mut body = body.replacen('{', "{\t\"temperature\" : 1.0e+00 ,", 1).replace('é', "\\u00e9");
    if kind == Kind::Unreadable && streamed {
        codings = ["compress", ""];
    } else if kind == Kind::Unreadable {
        body.truncate(body.trim_end_matches('}').len());
    }
    let [request_coding, _] = codings;
    let wire = coding::encode(body.as_bytes(), request_coding)?;
    let h2 = VERSIONS.get((number + number / 4) % VERSIONS.len()).copied().unwrap_or_default();
    Ok(Case { kind, sheet, streamed, cut, h2, codings, probe, body, wire })
}

/// A text with these secrets in it, and with what must never be taken for one or changed.
fn probe(secrets: &[&str]) -> String {
    let commit = "3f786850e387550fdab836ed7e6dc881de23001b";
    let head = format!("{MARK}né\t\"x\" \\ 😀 <pl:KNOWN:0123456789abcdef> a<b commit {commit}");
    // The last part could become a placeholder until the very end.
    [&[head.as_str()], secrets, &["the end <pl:GITHUB_TOKEN:01"]].concat().join(SEPARATOR)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_dialect_meets_every_place_mode_coding_and_version() {
        let plan = Plan::draw().unwrap();
        let planted: Vec<_> =
            plan.cases.iter().filter(|case| matches!(case.kind, Kind::Planted(_))).collect();
        assert_eq!(planted.len(), SHEETS.len() * Place::ALL.len() * 2);
        for sheet in &SHEETS {
            let ours = || planted.iter().filter(|case| case.sheet.name == sheet.name);
            let places: BTreeSet<_> =
                ours().map(|case| (format!("{:?}", case.kind), case.streamed)).collect();
            assert_eq!(places.len(), Place::ALL.len() * 2, "{}", sheet.name);
            for which in 0..2 {
                assert_eq!(
                    ours().map(|case| case.codings[which]).collect::<BTreeSet<_>>().len(),
                    NAMES.len()
                );
            }
            assert_eq!(ours().map(|case| case.h2).collect::<BTreeSet<_>>().len(), 4, "{}", sheet.name);
            let cuts = ours().filter(|case| case.streamed).map(|case| (case.cut.delta, case.cut.escaped));
            assert_eq!(cuts.collect::<BTreeSet<_>>().len(), CUTS.len(), "{}", sheet.name);
        }
    }

    #[test]
    fn a_planted_request_holds_every_secret_and_a_clean_one_none() {
        let plan = Plan::draw().unwrap();
        for case in &plan.cases {
            for secret in &plan.secrets {
                let held = secret.found_in(case.body.as_bytes()).is_some();
                assert_eq!(held, case.kind != Kind::Clean, "{} {}", secret.name, case.describe());
            }
            let reads = serde_json::from_str::<serde_json::Value>(&case.body).is_ok();
            assert_eq!(reads, case.kind != Kind::Unreadable || case.streamed, "{}", case.describe());
        }
    }
}
