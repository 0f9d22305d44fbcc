//! A stand-in for the Flashduty Open API.
