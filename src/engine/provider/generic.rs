//! Owns what holds for an API without a sheet of its own: nothing is exempt, every string is restored by itself.

use super::Layout;

pub(super) static LAYOUT: Layout =
    Layout { exempt: &[], json_text: &[], channels: &[], stops: &[], kept: &[] };
