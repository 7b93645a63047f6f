// When somebody has really seen something: at least half of it, or half a window of it, for two seconds.
export const SECONDS = 2;
const STEPS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

const isHalf = ({ isIntersecting, intersectionRatio, intersectionRect, rootBounds }) =>
    isIntersecting &&
    (intersectionRatio >= 0.5 || (rootBounds?.height > 0 && intersectionRect.height >= rootBounds.height / 2));

/** Calls `seen` once; returns a function that stops watching. */
export const watch = (element, seen) => {
    let timer;
    let half = false;
    let observer;
    let start;
    const stop = () => {
        clearTimeout(timer);
        observer.disconnect();
        document.removeEventListener('visibilitychange', start);
    };
    start = () => {
        clearTimeout(timer);
        if (!half || document.visibilityState === 'hidden') return;
        // eslint-disable-next-line @lwc/lwc/no-async-operation -- the two seconds themselves; stop() ends them
        timer = setTimeout(() => {
            stop();
            seen();
        }, SECONDS * 1000);
    };
    observer = new IntersectionObserver(
        (entries) => {
            const now = isHalf(entries[entries.length - 1]);
            if (now === half) return;
            half = now;
            start();
        },
        { threshold: STEPS }
    );
    document.addEventListener('visibilitychange', start);
    observer.observe(element);
    return stop;
};
