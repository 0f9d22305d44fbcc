//! `duty device`.

mod bind;
