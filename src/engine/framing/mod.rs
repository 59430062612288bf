//! Owns the cut of a byte stream into frames. It must not look into what a frame says.

pub mod event_stream;
pub mod json;
pub mod sse;

/// Most bytes in one frame; a longer one breaks the stream off rather than fill the memory.
pub const MAX_FRAME: usize = 16 << 20;

/// A frame grew beyond [`MAX_FRAME`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a stream event is longer than {} MiB", MAX_FRAME >> 20)]
pub struct FrameTooLong;
