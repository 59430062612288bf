//! Owns the places of the AWS Bedrock runtime (public API reference, `InvokeModel` and `Converse`).

use super::Layout;

pub(super) static LAYOUT: Layout =
    Layout { exempt: &[], json_text: &[], channels: &[], stops: &[], kept: &[] };
