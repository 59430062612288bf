//! Owns the verdict: what was planned against what the provider saw and what came back. It must not count a check that
//! was not made: whatever was not looked at is missing from the count, and nothing is proved.

use data_encoding::BASE64;
use memchr::memmem;

use super::coding;
use super::errand::{Answer, Reply};
use super::plan::{Case, Kind, Plan, SEPARATOR};
use super::planted::escaped;
use super::provider::Seen;
use super::sheet::find_probe;

/// Checks of an exchange that is forwarded, besides those for each secret and each copy: it arrived once; its head;
/// its body; its version at either end; its status.
const FORWARDED: usize = 5;
/// Checks of an exchange that is refused: it did not arrive; the agent was told.
const REFUSED: usize = 2;

/// What can be wrong.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Problem {
    /// The provider has it.
    #[error("CROSSED: the provider received it, {0}")]
    Crossed(&'static str),
    /// It did not come back as it was sent.
    #[error("WRONG: not what was sent came back")]
    Wrong,
    /// Another text, or another placeholder than in the exchange before, stands in its place.
    #[error("the provider did not see the same placeholder in its place as before")]
    Unstable,
    /// More than the secrets was changed on the way out.
    #[error("ALTERED: bytes that are no secret changed on the way to the provider")]
    Altered,
    /// More than the placeholders was changed on the way back.
    #[error("ALTERED: bytes that are no secret changed on the way back")]
    AnswerAltered,
    /// It should have arrived once, or not at all.
    #[error("it arrived {0} times")]
    Arrived(usize),
    /// The provider's own key or the target did not reach it as they were sent.
    #[error("the request's target or the provider's own key did not arrive as they were sent")]
    Head,
    /// An HTTP version that was not asked for.
    #[error("the exchange was not over the HTTP versions that were asked for")]
    Version,
    /// No answer.
    #[error("there was no answer: {0}")]
    NoAnswer(String),
    /// Not the provider's answer.
    #[error("it was answered with status {0}")]
    Status(u16),
    /// A body that cannot be read was not refused.
    #[error("NOT REFUSED: it was answered with status {0}")]
    NotRefused(u16),
    /// `ww run` did not end well.
    #[error("ww run ended with {0}")]
    Ended(String),
    /// The log does not verify.
    #[error("the log does not verify: {0}")]
    Log(String),
    /// The log says something else than what happened.
    #[error("the log has {found} entries of kind {kind}, not {expected}")]
    Entries {
        /// Of which kind.
        kind: &'static str,
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// It was written down.
    #[error("KEPT: it stands in {place}, {form}")]
    Kept {
        /// Where.
        place: String,
        /// In which spelling.
        form: &'static str,
    },
    /// A file of the session is still there.
    #[error("files of the session were left behind")]
    LeftBehind,
}

/// One thing that is wrong.
#[derive(Debug)]
pub struct Fault {
    /// The number of the case, where it is one case.
    pub case: Option<usize>,
    /// The number of the secret, where it is one secret.
    pub secret: Option<usize>,
    /// What.
    pub problem: Problem,
}

/// What was found for one secret.
#[derive(Clone, Default, Debug)]
pub struct Row {
    /// What stands in its place.
    pub placeholder: Option<String>,
    /// In how many exchanges the provider saw that.
    pub replaced: usize,
    /// How many copies came back exactly.
    pub exact: usize,
}

/// Everything that was found.
#[derive(Default, Debug)]
pub struct Verdict {
    /// Checks that were made.
    pub made: usize,
    /// Checks that were to be made.
    pub planned: usize,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// One per secret.
    pub rows: Vec<Row>,
}

impl Verdict {
    /// Whether every planned check was made, and all of them held.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        self.faults.is_empty() && self.made == self.planned && self.planned > 0
    }

    /// Makes one check.
    pub fn check(&mut self, holds: bool, case: Option<usize>, secret: Option<usize>, problem: Problem) {
        self.made += 1;
        if !holds {
            self.faults.push(Fault { case, secret, problem });
        }
    }
}

/// Judges every exchange. Checks that concern the whole session are for the caller to plan and make.
#[must_use]
pub fn judge(plan: &Plan, seen: &[Seen], answers: &[Answer]) -> Verdict {
    let planned = plan.cases.iter().map(|case| checks(plan, case)).sum::<usize>() + plan.secrets.len();
    let rows = vec![Row::default(); plan.secrets.len()];
    let mut judge = Judge { plan, verdict: Verdict { planned, rows, ..Verdict::default() } };
    for (number, case) in plan.cases.iter().enumerate() {
        let arrived: Vec<_> = seen.iter().filter(|seen| seen.case == Some(number)).collect();
        let reply = answers.iter().find(|answer| answer.case == number);
        let reply =
            reply.map_or(Err("the agent says nothing"), |it| it.reply.as_ref().map_err(String::as_str));
        judge.crossing(Some(number), &arrived);
        judge.case(number, case, &arrived, reply);
    }
    let is_stray = |seen: &&Seen| seen.case.and_then(|number| plan.cases.get(number)).is_none();
    let strays: Vec<_> = seen.iter().filter(is_stray).collect();
    judge.crossing(None, &strays);
    judge.verdict
}

/// How many checks a case has.
fn checks(plan: &Plan, case: &Case) -> usize {
    let secrets = plan.secrets.len();
    let [whole, streamed] = case.sheet.copies;
    let copies = if case.streamed { streamed } else { whole }.len();
    let own = match case.kind {
        Kind::Unreadable => REFUSED,
        Kind::Clean => FORWARDED + copies,
        Kind::Planted(_) => FORWARDED + secrets + copies * (secrets + 1),
    };
    secrets + own
}

struct Judge<'a> {
    plan: &'a Plan,
    verdict: Verdict,
}

impl Judge<'_> {
    /// No secret is in what arrived.
    fn crossing(&mut self, case: Option<usize>, arrived: &[&Seen]) {
        for (number, secret) in self.plan.secrets.iter().enumerate() {
            let parts =
                arrived.iter().flat_map(|seen| [Some(&seen.head), Some(&seen.wire), seen.body.as_ref()]);
            let form = parts.flatten().find_map(|bytes| secret.found_in(bytes));
            self.verdict.check(
                form.is_none(),
                case,
                Some(number),
                Problem::Crossed(form.unwrap_or_default()),
            );
        }
    }

    fn case(&mut self, number: usize, case: &Case, arrived: &[&Seen], reply: Result<&Reply, &str>) {
        let once = usize::from(case.kind != Kind::Unreadable);
        self.verdict.check(arrived.len() == once, Some(number), None, Problem::Arrived(arrived.len()));
        let reply = match reply {
            Ok(reply) => reply,
            Err(error) => {
                return self.verdict.check(false, Some(number), None, Problem::NoAnswer(error.to_owned()));
            }
        };
        let body = BASE64.decode(reply.body.as_bytes()).ok();
        let body = body.and_then(|body| coding::decode(&body, &reply.coding).ok()).unwrap_or_default();
        if case.kind == Kind::Unreadable {
            let refused = reply.status == 502 && memmem::find(&body, b"ww refused: ").is_some();
            return self.verdict.check(refused, Some(number), None, Problem::NotRefused(reply.status));
        }
        self.verdict.check(reply.status == 200, Some(number), None, Problem::Status(reply.status));
        if let [seen] = arrived {
            self.arrived(number, case, seen, reply);
            self.returned(number, case, &body);
        }
    }

    /// On the way out nothing but secrets was replaced, each by its placeholder.
    fn arrived(&mut self, number: usize, case: &Case, seen: &Seen, reply: &Reply) {
        let errand = self.plan.errand(number, case);
        let target = format!("POST {}\n", errand.target);
        let key = format!("\nx-api-key: {}\n", self.plan.key);
        let head =
            seen.head.starts_with(target.as_bytes()) && memmem::find(&seen.head, key.as_bytes()).is_some();
        self.verdict.check(head, Some(number), None, Problem::Head);
        self.verdict.check([reply.h2, seen.h2] == case.h2, Some(number), None, Problem::Version);
        if !matches!(case.kind, Kind::Planted(_)) {
            return self.verdict.check(seen.wire == case.wire, Some(number), None, Problem::Altered);
        }
        let body = seen.body.clone().unwrap_or_default();
        let probe = find_probe(&body).unwrap_or_default();
        let mut expected = case.body.clone();
        for (index, (secret, row)) in self.plan.secrets.iter().zip(&mut self.verdict.rows).enumerate() {
            let stands = probe.split(SEPARATOR).nth(index + 1).unwrap_or_default();
            let is_same = *row.placeholder.get_or_insert_with(|| stands.to_owned()) == stands;
            let holds = is_same && is_placeholder(stands);
            row.replaced += usize::from(holds);
            let spelled = (0..case.depth()).fold(secret.value.clone(), |text, _| escaped(&text));
            expected = expected.replace(&spelled, stands);
            self.verdict.made += 1;
            if !holds {
                self.verdict.faults.push(Fault {
                    case: Some(number),
                    secret: Some(index),
                    problem: Problem::Unstable,
                });
            }
        }
        self.verdict.check(body == expected.as_bytes(), Some(number), None, Problem::Altered);
    }

    /// Every copy that came back is what was sent.
    fn returned(&mut self, number: usize, case: &Case, body: &[u8]) {
        for copy in case.sheet.copies(body, case.streamed) {
            let copy = copy.unwrap_or_default();
            if matches!(case.kind, Kind::Planted(_)) {
                for (index, secret) in self.plan.secrets.iter().enumerate() {
                    let exact = copy.split(SEPARATOR).nth(index + 1) == Some(&secret.value);
                    self.verdict.check(exact, Some(number), Some(index), Problem::Wrong);
                    if let Some(row) = self.verdict.rows.get_mut(index) {
                        row.exact += usize::from(exact);
                    }
                }
            }
            self.verdict.check(copy == case.probe, Some(number), None, Problem::AnswerAltered);
        }
    }
}

/// Whether a text is a placeholder and nothing else.
fn is_placeholder(text: &str) -> bool {
    let inner = text.strip_prefix("<pl:").and_then(|rest| rest.strip_suffix('>'));
    inner.and_then(|inner| inner.split_once(':')).is_some_and(|(kind, id)| {
        !kind.is_empty() && id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests;
