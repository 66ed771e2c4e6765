//! What becomes of a call: what the plug-in said of itself, and how its function ended, as one result. Plain data; what engines throw
//! is taken apart by `guest.rs`.

use crate::error::{Code, Error, Result};

/// What the plug-in told the kernel.
pub enum Said<T> {
    /// Neither an output nor an error.
    Nothing,
    Output(T),
    /// The text of its error.
    Error(String),
}

/// The outcome of a call. What the plug-in says of itself wins over how it ended, and keeps that as its cause.
pub(crate) fn of_call<T>(said: Result<Said<T>>, failure: Option<Error>) -> Result<Option<T>> {
    let said = match said {
        Ok(Said::Error(message)) => {
            Error::new(Code::PluginError, format!("Plugin-originated error: {message}"))
        }
        Err(error) => error,
        Ok(said) => {
            return match (failure, said) {
                (Some(failure), _) => Err(failure),
                (None, Said::Output(output)) => Ok(Some(output)),
                (None, _) => Ok(None),
            }
        }
    };
    Err(match failure {
        Some(failure) if is_no_reason(&said, &failure) => failure,
        Some(failure) => said.after(&failure),
        None => said,
    })
}

/// Whether the lack of memory, of which the kernel speaks, is not why the call failed: an import or the application refused
/// something.
fn is_no_reason(said: &Error, failure: &Error) -> bool {
    let may_follow = matches!(
        failure.code(),
        Some(Code::Trap | Code::StackOverflow | Code::ExitCode | Code::BadHandle)
    );
    said.code() == Some(Code::MemoryLimit) && !may_follow
}

/// What a function returned.
pub(crate) enum Returned {
    Nothing,
    Number(i32),
    /// What no plug-in's function returns.
    Other,
}

/// The failure in that. `name` is asked for the function's name where there is one.
pub(crate) fn of_return(name: impl FnOnce() -> String, returned: Returned) -> Option<Error> {
    match returned {
        Returned::Nothing | Returned::Number(0) => None,
        Returned::Number(code) => {
            let name = name();
            let text = format!("Plugin error: function \"{name}\" returned the non-zero exit code {code}");
            Some(Error::new(Code::ExitCode, text).with_exit_code(code))
        }
        Returned::Other => Some(Error::new(
            Code::Signature,
            format!(
                "Plugin error: function \"{}\" must return nothing or one i32",
                name()
            ),
        )),
    }
}

/// What the engine's own errors mean, by their class, and how messages say it; `None` for what is not the engine's.
pub(crate) fn of_class(class: &str) -> Option<(Code, &'static str)> {
    match class {
        "RuntimeError" => Some((Code::Trap, "trapped")),
        "SuspendError" => Some((Code::Unsupported, "cannot be suspended here")),
        // V8 and JavaScriptCore say RangeError, SpiderMonkey InternalError.
        "RangeError" | "InternalError" => Some((Code::StackOverflow, "ran out of stack")),
        _ => None,
    }
}

/// What a limit of memory may have had to do with a trap. Whether the engine refused to let a memory grow does not show; how
/// large it is does (`pages`, where it is known), and allocators that give up say `unreachable`.
pub(crate) fn memory_hint(max_pages: Option<u32>, pages: Option<u32>, unreachable: bool) -> String {
    match (max_pages, pages) {
        (Some(max_pages), Some(pages)) if pages >= max_pages => {
            format!("; its memory cannot grow beyond {pages} pages, as memory.maxPages is {max_pages}")
        }
        (Some(max_pages), Some(pages)) if unreachable => format!(
            "; perhaps it needs more memory than memory.maxPages allows: it has {pages} of {max_pages} pages"
        ),
        (Some(max_pages), None) if unreachable => {
            format!("; perhaps it needs more memory than memory.maxPages ({max_pages}) allows")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{memory_hint, of_call, of_class, of_return, Returned, Said};
    use crate::error::{Code, Error};

    fn failure() -> Error {
        Error::new(Code::ExitCode, "it returned 7").with_exit_code(7)
    }

    #[test]
    fn an_output_is_the_outcome_unless_the_function_failed() {
        assert_eq!(of_call(Ok(Said::Output(1)), None).ok(), Some(Some(1)));
        assert_eq!(of_call::<u8>(Ok(Said::Nothing), None).ok(), Some(None));
        for said in [Said::Output(1), Said::Nothing] {
            let error = of_call(Ok(said), Some(failure())).unwrap_err();
            assert_eq!((error.code(), error.exit_code()), (Some(Code::ExitCode), Some(7)));
        }
    }

    #[test]
    fn the_plugins_own_error_wins_and_keeps_the_exit_code() {
        let said = || Ok(Said::<u8>::Error("no bread".into()));
        let error = of_call(said(), None).unwrap_err();
        assert_eq!((error.code(), error.exit_code()), (Some(Code::PluginError), None));
        assert_eq!(error.to_string(), "Plugin-originated error: no bread");
        let error = of_call(said(), Some(failure())).unwrap_err();
        assert_eq!(
            (error.code(), error.exit_code()),
            (Some(Code::PluginError), Some(7))
        );
    }

    #[test]
    fn the_lack_of_memory_wins_over_what_may_follow_from_it_alone() {
        let of = |failure: Code| {
            let said = Err(Error::new(Code::MemoryLimit, "kernel memory is exhausted"));
            of_call::<u8>(said, Some(Error::new(failure, "x")))
                .unwrap_err()
                .code()
        };
        for code in [Code::Trap, Code::StackOverflow, Code::ExitCode, Code::BadHandle] {
            assert_eq!(of(code), Some(Code::MemoryLimit));
        }
        for code in [Code::VarLimit, Code::HttpDenied, Code::Aborted] {
            assert_eq!(of(code), Some(code));
        }
    }

    #[test]
    fn what_the_kernel_cannot_read_wins_too() {
        let said = || Err(Error::new(Code::BadHandle, "the output is no block"));
        let error = of_call::<u8>(said(), Some(failure())).unwrap_err();
        assert_eq!(
            (error.code(), error.exit_code()),
            (Some(Code::BadHandle), Some(7))
        );
        assert_eq!(
            of_call::<u8>(said(), None).unwrap_err().code(),
            Some(Code::BadHandle)
        );
    }

    #[test]
    fn numbers_but_zero_are_failures() {
        let unasked = || -> String { unreachable!("a name takes its time") };
        assert!(of_return(unasked, Returned::Nothing).is_none());
        assert!(of_return(unasked, Returned::Number(0)).is_none());
        for code in [1, -1, i32::MIN, i32::MAX] {
            let error = of_return(|| "f".into(), Returned::Number(code)).unwrap();
            assert_eq!(error.exit_code(), Some(code));
            assert!(error
                .to_string()
                .ends_with(&format!("\"f\" returned the non-zero exit code {code}")));
        }
        assert_eq!(
            of_return(|| "f".into(), Returned::Other).unwrap().code(),
            Some(Code::Signature)
        );
    }

    #[test]
    fn the_engines_errors_are_known_by_their_class() {
        let code = |class| of_class(class).map(|(code, _)| code);
        assert_eq!(code("RuntimeError"), Some(Code::Trap));
        assert_eq!(code("RangeError"), Some(Code::StackOverflow));
        assert_eq!(code("InternalError"), Some(Code::StackOverflow));
        assert_eq!(code("SuspendError"), Some(Code::Unsupported));
        for class in ["", "Error", "TypeError", "runtimeerror"] {
            assert_eq!(code(class), None, "{class}");
        }
    }

    #[test]
    fn a_trap_is_laid_to_a_limit_only_where_that_may_be() {
        for (max_pages, pages, unreachable, said) in [
            (None, Some(9), true, ""),
            (Some(9), Some(9), false, "cannot grow beyond 9 pages"),
            (Some(9), Some(10), false, "cannot grow beyond 10 pages"),
            (Some(9), Some(8), false, ""),
            (Some(9), Some(8), true, "it has 8 of 9 pages"),
            (Some(9), None, true, "memory.maxPages (9) allows"),
            (Some(9), None, false, ""),
        ] {
            let hint = memory_hint(max_pages, pages, unreachable);
            assert_eq!(
                hint.is_empty(),
                said.is_empty(),
                "{max_pages:?} {pages:?} {unreachable}"
            );
            assert!(hint.contains(said), "{hint}");
        }
    }
}
