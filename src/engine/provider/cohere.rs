//! Owns the places of the Cohere chat API (public API reference, v1 and v2).

use super::Layout;

pub(super) static LAYOUT: Layout =
    Layout { exempt: &[], json_text: &[], channels: &[], stops: &[], kept: &[] };
