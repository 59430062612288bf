//! A proxy as it should be, simulated, and every way in which it could fail.

use super::*;
use crate::command::prove::sheet::Place;

/// A part of what arrived.
type Part = fn(&mut Seen) -> &mut Vec<u8>;
/// Another spelling of a secret.
type Spelled = fn(&str) -> String;

/// What the provider and the agent would say if all went well.
fn ideal() -> (Plan, Vec<Seen>, Vec<Answer>) {
    let plan = Plan::draw().unwrap();
    let (mut seen, mut answers) = (Vec::new(), Vec::new());
    for (number, case) in plan.cases.iter().enumerate() {
        let [client_h2, provider_h2] = case.h2;
        let [_, coding] = case.codings;
        let (mut status, mut body) = (502, b"{\"error\":\"ww refused: it cannot be read\"}".to_vec());
        if case.kind != Kind::Unreadable {
            (status, body) = (200, case.sheet.answer(&case.probe, case.streamed, case.cut).0);
            seen.push(arrived(&plan, number, case, provider_h2));
        }
        let body = BASE64.encode(&coding::encode(&body, coding).unwrap());
        let reply = Reply { status, h2: client_h2, coding: coding.to_owned(), body };
        answers.push(Answer { case: number, reply: Ok(reply) });
    }
    (plan, seen, answers)
}

fn arrived(plan: &Plan, number: usize, case: &Case, h2: bool) -> Seen {
    let errand = plan.errand(number, case);
    let headers = errand.headers.iter().map(|(name, value)| format!("{name}: {value}\n"));
    let head = format!("POST {}\n{}", errand.target, headers.collect::<String>()).into_bytes();
    let mut body = case.body.clone();
    for (index, secret) in plan.secrets.iter().enumerate() {
        let spelled = (0..case.depth()).fold(secret.value.clone(), |text, _| escaped(&text));
        body = body.replace(&spelled, &format!("<pl:X:{index:016x}>"));
    }
    let [coding, _] = case.codings;
    let wire = coding::encode(body.as_bytes(), coding).unwrap();
    Seen { case: Some(number), h2, head, wire, body: Some(body.into_bytes()) }
}

fn problems(plan: &Plan, seen: &[Seen], answers: &[Answer]) -> Vec<Problem> {
    let verdict = judge(plan, seen, answers);
    assert!(!verdict.is_proved());
    verdict.faults.into_iter().map(|fault| fault.problem).collect()
}

fn number_of(plan: &Plan, kind: Kind) -> usize {
    plan.cases.iter().position(|case| case.kind == kind).unwrap()
}

fn reply(answers: &mut [Answer], number: usize) -> &mut Reply {
    answers.iter_mut().find(|answer| answer.case == number).unwrap().reply.as_mut().ok().unwrap()
}

#[test]
fn a_proxy_as_it_should_be_is_proved_and_every_check_is_made() {
    let (plan, seen, answers) = ideal();
    let verdict = judge(&plan, &seen, &answers);
    assert!(verdict.is_proved(), "{:?}", verdict.faults);
    assert!(verdict.made > 1000 && verdict.rows.iter().all(|row| row.replaced == 48 && row.exact > 48));
}

#[test]
fn a_secret_that_arrives_in_any_spelling_in_any_part_is_a_leak() {
    let (plan, mut seen, answers) = ideal();
    let parts: [(Part, Spelled); 3] = [
        (|it| &mut it.head, str::to_owned),
        (|it| &mut it.wire, escaped),
        (|it| it.body.as_mut().unwrap(), |value| BASE64.encode(value.as_bytes())),
    ];
    for (part, spelled) in parts {
        let whole = part(&mut seen[20]).clone();
        for secret in &plan.secrets {
            part(&mut seen[20]).extend(format!("\n{}", spelled(&secret.value)).into_bytes());
        }
        let verdict = judge(&plan, &seen, &answers);
        let leaks = verdict.faults.iter().filter(|fault| matches!(fault.problem, Problem::Crossed(_)));
        let secrets: Vec<_> =
            leaks.filter(|fault| fault.case == seen[20].case).map(|it| it.secret.unwrap()).collect();
        assert!(!verdict.is_proved() && secrets == [0, 1, 2, 3, 4, 5], "{:?}", verdict.faults);
        *part(&mut seen[20]) = whole;
    }
}

#[test]
fn a_secret_in_a_request_that_nobody_asked_for_is_a_leak() {
    let (plan, mut seen, answers) = ideal();
    let wire = plan.secrets[0].value.clone().into_bytes();
    seen.push(Seen { case: None, h2: false, head: Vec::new(), wire, body: None });
    assert_eq!(problems(&plan, &seen, &answers), [Problem::Crossed("as it is")]);
}

#[test]
fn a_check_that_was_not_made_proves_nothing() {
    let (plan, mut seen, mut answers) = ideal();
    answers.pop();
    assert!(matches!(problems(&plan, &seen, &answers)[..], [Problem::NoAnswer(_)]));
    let (_, _, whole) = ideal();
    seen.pop();
    assert!(problems(&plan, &seen, &whole).contains(&Problem::Arrived(0)));
    let mut verdict = judge(&plan, &[], &[]);
    assert!(!verdict.is_proved());
    verdict.faults.clear();
    assert!(!verdict.is_proved());
}

#[test]
fn a_value_that_comes_back_wrong_is_seen_and_so_is_a_copy_that_is_missing() {
    let (plan, seen, mut answers) = ideal();
    let number = number_of(&plan, Kind::Planted(Place::History));
    let case = &plan.cases[number];
    let other = case.probe.replace(&plan.secrets[0].value, &plan.secrets[1].value);
    for (probe, wrong) in [(other.as_str(), 2), ("", 12)] {
        let body = case.sheet.answer(probe, case.streamed, case.cut).0;
        let [_, coding] = case.codings;
        reply(&mut answers, number).body = BASE64.encode(&coding::encode(&body, coding).unwrap());
        let found = problems(&plan, &seen, &answers);
        assert_eq!(found.iter().filter(|problem| **problem == Problem::Wrong).count(), wrong, "{found:?}");
    }
}

#[test]
fn one_byte_too_many_is_seen() {
    let (plan, mut seen, answers) = ideal();
    let clean = seen.iter().position(|seen| plan.cases[seen.case.unwrap()].kind == Kind::Clean).unwrap();
    seen[clean].wire.push(b' ');
    let body = seen[30].body.as_mut().unwrap();
    body.insert(body.len() - 1, b' ');
    assert_eq!(problems(&plan, &seen, &answers), [Problem::Altered, Problem::Altered]);
}

#[test]
fn another_placeholder_for_the_same_secret_is_seen() {
    let (plan, mut seen, answers) = ideal();
    let text = String::from_utf8(seen[30].body.take().unwrap()).unwrap();
    seen[30].body = Some(text.replace("<pl:X:0000000000000002>", "<pl:X:0000000000000009>").into_bytes());
    assert_eq!(problems(&plan, &seen, &answers), [Problem::Unstable]);
}

#[test]
fn an_unreadable_body_that_arrives_or_is_answered_is_seen() {
    let (plan, mut seen, mut answers) = ideal();
    let number = number_of(&plan, Kind::Unreadable);
    reply(&mut answers, number).status = 200;
    seen.push(Seen { case: Some(number), h2: false, head: Vec::new(), wire: Vec::new(), body: None });
    assert_eq!(problems(&plan, &seen, &answers), [Problem::Arrived(1), Problem::NotRefused(200)]);
}
