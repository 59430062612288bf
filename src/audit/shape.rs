//! Owns the table of kinds: which members a line has, in which order, and what may stand in them. It must not know
//! what they mean.

use super::chain::Digest;

/// What may stand in one place of a line.
pub(super) enum Shape {
    /// A string.
    Text,
    /// A whole number from 0 to 2^53 - 1.
    Count,
    /// `true` or `false`.
    Flag,
    /// A string of exactly so many lower-case hex digits.
    Hex(usize),
    /// That, or `null`.
    Maybe(&'static Shape),
    /// An array of that.
    List(&'static Shape),
    /// An object with exactly these members in this order.
    Object(&'static [Member]),
}

/// The name of a member and what may stand in it.
pub(super) type Member = (&'static str, Shape);

/// The name of a kind and its own members: those after the common ones.
pub(super) type Kind = (&'static str, &'static [Member]);

use Shape::{Count, Flag, Hex, List, Maybe, Object, Text};

/// Hex digits of a SHA-256 value.
const SHA256: Shape = Hex(2 * size_of::<Digest>());
/// Hex digits of an Ed25519 signature.
pub(super) const SIGNATURE_DIGITS: usize = 128;
const SIGNATURE: Shape = Hex(SIGNATURE_DIGITS);
/// Hex digits of an Ed25519 public key.
const PUBLIC: Shape = Hex(64);

const HITS: Shape = List(&Object(&[("type", Text), ("id", Hex(16)), ("path", Text), ("count", Count)]));
const RESTORED: Shape = List(&Object(&[("type", Text), ("id", Hex(16)), ("count", Count)]));
const SECRETS: Shape = List(&Object(&[("type", Text), ("count", Count)]));

/// The kinds of a session file. `kill` has its form before it has a writer.
pub(super) const SESSION: &[Kind] = &[
    (
        "session_start",
        &[
            ("session", Text),
            ("version", Text),
            ("policy", SHA256),
            ("scope", List(&Text)),
            ("command", Text),
            ("profile", Maybe(&Text)),
            ("profile_files", List(&Object(&[("path", Text), ("sha256", SHA256)]))),
            ("known", List(&Object(&[("source", Text), ("count", Count)]))),
            ("confinement", Text),
            ("overrides", Object(&[("connect_to", List(&Text)), ("extra_roots", Count)])),
        ],
    ),
    (
        "request",
        &[
            ("exchange", Count),
            ("host", Text),
            ("method", Text),
            ("path", Text),
            ("bytes_in", Count),
            ("bytes_out", Count),
            ("strings", Count),
            ("cached", Count),
            ("hits", HITS),
            ("unlisted", Count),
            ("exempt", Count),
            ("opaque", Count),
        ],
    ),
    (
        "response",
        &[
            ("exchange", Count),
            ("status", Count),
            ("bytes", Count),
            ("restored", RESTORED),
            ("unlisted", Count),
            ("respelled", Count),
            ("unresolved", Count),
            ("ended", Text),
        ],
    ),
    (
        "message",
        &[
            ("exchange", Count),
            ("direction", Text),
            ("bytes_in", Count),
            ("bytes_out", Count),
            ("strings", Count),
            ("cached", Count),
            ("hits", HITS),
            ("restored", RESTORED),
            ("unlisted", Count),
            ("respelled", Count),
            ("unresolved", Count),
            ("exempt", Count),
            ("opaque", Count),
        ],
    ),
    ("refused", &[("exchange", Maybe(&Count)), ("host", Text), ("reason", Text)]),
    ("tunnel", &[("host", Text), ("port", Count), ("up", Count), ("down", Count)]),
    ("kill", &[("on", Flag), ("source", Text), ("reason", Text)]),
    ("policy_change", &[("policy", SHA256), ("text", Text)]),
    ("warning", &[("text", Text)]),
    (
        "session_end",
        &[
            ("ended", Object(&[("how", Text), ("code", Maybe(&Count))])),
            (
                "totals",
                Object(&[("requests", Count), ("refused", Count), ("tunnels", Count), ("secrets", SECRETS)]),
            ),
            ("left_running", List(&Text)),
        ],
    ),
    ("checkpoint", &[("sig", SIGNATURE)]),
];

/// The kinds of the ledger.
pub(super) const LEDGER: &[Kind] = &[
    ("opened", &[("session", Text), ("file", Text), ("sig", SIGNATURE)]),
    ("closed", &[("session", Text), ("file", Text), ("lines", Count), ("head", SHA256), ("sig", SIGNATURE)]),
    (
        "adopted",
        &[
            ("session", Text),
            ("file", Text),
            ("lines", Count),
            ("head", SHA256),
            ("covered", Count),
            ("cut", Count),
            ("sig", SIGNATURE),
        ],
    ),
    ("archived", &[("archive", Text), ("sha256", SHA256), ("files", List(&Text)), ("sig", SIGNATURE)]),
    ("mended", &[("cut", Count), ("file", Text), ("sig", SIGNATURE)]),
    ("settled", &[("from", Count), ("sig", SIGNATURE)]),
    ("key", &[("was", PUBLIC), ("key", PUBLIC), ("proof", SIGNATURE), ("sig", SIGNATURE)]),
];
