import { watch } from 'c/coachingSeen';
import { Observer } from '../../../../../../jest/cards';

let seen;
let stop;

beforeEach(() => {
    jest.useFakeTimers();
    Observer.all = [];
    global.IntersectionObserver = Observer;
    seen = jest.fn();
    stop = watch(document.createElement('div'), seen);
});
afterEach(() => stop());

it('counts what was half visible for two seconds, once', () => {
    const [observer] = Observer.all;
    observer.show(0.5);
    jest.advanceTimersByTime(1999);
    expect(seen).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    observer.show(0);
    observer.show(1);
    jest.advanceTimersByTime(5000);
    expect(seen).toHaveBeenCalledTimes(1);
});

it('begins anew when it leaves the window', () => {
    const [observer] = Observer.all;
    observer.show(0.6);
    jest.advanceTimersByTime(1500);
    observer.show(0.2);
    observer.show(0.6);
    jest.advanceTimersByTime(1500);
    expect(seen).not.toHaveBeenCalled();
});

it('counts what is taller than the window by half a window of it', () => {
    Observer.all[0].show(0.1, 500, 1000);
    jest.advanceTimersByTime(2000);
    expect(seen).toHaveBeenCalledTimes(1);
});

it('counts nothing on a page in the background', () => {
    const hidden = jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    Observer.all[0].show(1);
    jest.advanceTimersByTime(5000);
    expect(seen).not.toHaveBeenCalled();
    hidden.mockReturnValue('visible');
    document.dispatchEvent(new CustomEvent('visibilitychange'));
    jest.advanceTimersByTime(2000);
    expect(seen).toHaveBeenCalledTimes(1);
});

it('counts nothing after it was stopped', () => {
    Observer.all[0].show(1);
    stop();
    jest.advanceTimersByTime(5000);
    expect(seen).not.toHaveBeenCalled();
});
