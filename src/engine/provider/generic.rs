//! Owns what holds for an API without a sheet of its own: nothing is exempt, every string is restored by itself.

use super::{BLANK, Layout};

pub(super) static LAYOUT: Layout = BLANK;
