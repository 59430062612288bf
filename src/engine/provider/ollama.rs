//! Owns the places of the Ollama API (public API reference).

use super::Layout;

pub(super) static LAYOUT: Layout =
    Layout { exempt: &[], json_text: &[], channels: &[], stops: &[], kept: &[] };
