//! Work on many files at once, with results in the order of the files.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// So many results per thread may wait for an earlier one: enough to ride out one long file, and few enough that
/// memory does not grow with the number of files.
const AHEAD: usize = 8;

struct State<T> {
    /// The next item to start on.
    next: usize,
    /// The next result to hand on.
    wanted: usize,
    ready: BTreeMap<usize, T>,
    stopped: bool,
}

/// Applies `work` to the items numbered `0..count` on `threads` threads and hands the results to `take`, in order,
/// until that returns `false`. Results that nobody takes are dropped.
pub fn run<T: Send>(
    count: usize,
    threads: Option<NonZeroUsize>,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(T) -> bool,
) {
    let threads = threads
        .or_else(|| std::thread::available_parallelism().ok())
        .map_or(1, NonZeroUsize::get)
        .min(count);
    if threads <= 1 {
        for index in 0..count {
            if !take(work(index)) {
                return;
            }
        }
        return;
    }
    let state = Mutex::new(State {
        next: 0,
        wanted: 0,
        ready: BTreeMap::new(),
        stopped: false,
    });
    let changed = Condvar::new();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                // A thread that dies must not leave the others waiting for its result.
                let _guard = StopOnPanic {
                    state: &state,
                    changed: &changed,
                };
                while let Some(index) = claim(&state, &changed, count, threads * AHEAD) {
                    let result = work(index);
                    lock(&state).ready.insert(index, result);
                    changed.notify_all();
                }
            });
        }
        for _ in 0..count {
            let Some(result) = await_next(&state, &changed) else {
                break;
            };
            if !take(result) {
                lock(&state).stopped = true;
                changed.notify_all();
                break;
            }
        }
    });
}

struct StopOnPanic<'s, T> {
    state: &'s Mutex<State<T>>,
    changed: &'s Condvar,
}

impl<T> Drop for StopOnPanic<'_, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(self.state).stopped = true;
            self.changed.notify_all();
        }
    }
}

fn lock<T>(state: &Mutex<State<T>>) -> MutexGuard<'_, State<T>> {
    // Nothing that can panic runs while the lock is held, so the state is whole.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn claim<T>(state: &Mutex<State<T>>, changed: &Condvar, count: usize, ahead: usize) -> Option<usize> {
    let mut held = lock(state);
    while !held.stopped && held.next < count && held.next >= held.wanted + ahead {
        held = changed.wait(held).unwrap_or_else(PoisonError::into_inner);
    }
    if held.stopped || held.next >= count {
        return None;
    }
    held.next += 1;
    Some(held.next - 1)
}

fn await_next<T>(state: &Mutex<State<T>>, changed: &Condvar) -> Option<T> {
    let mut held = lock(state);
    loop {
        let wanted = held.wanted;
        if let Some(result) = held.ready.remove(&wanted) {
            held.wanted += 1;
            drop(held);
            changed.notify_all();
            return Some(result);
        }
        if held.stopped {
            return None;
        }
        held = changed.wait(held).unwrap_or_else(PoisonError::into_inner);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    fn collect(count: usize, threads: usize, stop_at: usize) -> Vec<usize> {
        let mut taken = Vec::new();
        run(
            count,
            NonZeroUsize::new(threads),
            |index| {
                // The first items take longest, so that results arrive out of order.
                std::thread::sleep(Duration::from_micros(if index % 7 == 0 { 900 } else { 30 }));
                index
            },
            |index| {
                taken.push(index);
                taken.len() < stop_at
            },
        );
        taken
    }

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        for threads in [1, 2, 5, 64] {
            assert_eq!(
                collect(100, threads, usize::MAX),
                (0..100).collect::<Vec<_>>(),
                "{threads} threads"
            );
            assert_eq!(
                collect(100, threads, 10),
                (0..10).collect::<Vec<_>>(),
                "{threads} threads, stopped"
            );
        }
        assert_eq!(collect(0, 4, usize::MAX), Vec::<usize>::new());
    }

    #[test]
    fn few_results_wait_for_a_slow_first_one() {
        let started = AtomicUsize::new(0);
        let mut most = 0;
        run(
            1000,
            NonZeroUsize::new(2),
            |index| {
                started.fetch_add(1, Ordering::SeqCst);
                if index == 0 {
                    std::thread::sleep(Duration::from_millis(50));
                }
            },
            |()| {
                most = most.max(started.load(Ordering::SeqCst));
                false
            },
        );
        assert!(
            most <= 2 * AHEAD + 2,
            "{most} items were started before the first was taken"
        );
    }

    #[test]
    fn a_panic_is_passed_on_and_nobody_waits_for_ever() {
        let result = std::panic::catch_unwind(|| {
            run(
                10,
                NonZeroUsize::new(2),
                |index| assert_ne!(index, 3, "on purpose"),
                |()| true,
            );
        });
        assert!(result.is_err());
    }
}
