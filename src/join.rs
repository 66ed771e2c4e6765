//! Futures that run at the same time.

use std::future::{poll_fn, Future};
use std::pin::Pin;
use std::task::Poll;

use crate::error::Result;

/// Where one of the futures is.
enum Step<'a, T> {
    Running(Pin<Box<dyn Future<Output = Result<T>> + 'a>>),
    Done(T),
}

/// Runs all at the same time; their outcomes in order. The first error ends the others. Each time one of them can go on all are
/// asked, which a handful can stand, and a queue of those that can would cost kilobytes.
pub(crate) async fn all<'a, T>(
    futures: impl Iterator<Item = impl Future<Output = Result<T>> + 'a>,
) -> Result<Vec<T>> {
    let mut steps: Vec<Step<'a, T>> = Vec::new();
    for future in futures {
        steps.push(Step::Running(Box::pin(future)));
    }
    poll_fn(|context| {
        let mut running = false;
        for step in &mut steps {
            let Step::Running(future) = step else { continue };
            match future.as_mut().poll(context) {
                Poll::Pending => running = true,
                Poll::Ready(Ok(value)) => *step = Step::Done(value),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
            }
        }
        if running {
            Poll::Pending
        } else {
            Poll::Ready(Ok(()))
        }
    })
    .await?;
    let mut outcomes = Vec::new();
    for step in steps {
        if let Step::Done(value) = step {
            outcomes.push(value);
        }
    }
    Ok(outcomes)
}
