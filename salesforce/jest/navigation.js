// Navigation that remembers where it was sent.
const Navigate = Symbol('Navigate');

export const went = jest.fn();
export const NavigationMixin = (Base) =>
    class extends Base {
        [Navigate](target) {
            went(target);
        }
    };
NavigationMixin.Navigate = Navigate;
