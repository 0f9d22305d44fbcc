//! What is generated from the command tree and checked in: completions and man pages.
