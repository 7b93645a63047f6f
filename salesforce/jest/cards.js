// What tests share: records as Lightning Data Service gives them, and a component on a page.
import { createElement } from 'lwc';

export const REP = '005000000000001AAA';
export const LIST = (tag, ...points) => `<${tag}>${points.map((point) => `<li>${point}</li>`).join('')}</${tag}>`;

const PLAIN = { Title__c: 'Agree on the criteria', State__c: 'open', Rep__c: REP, Tip__c: '<p>Ask first.</p>' };

export const record = (id, values = {}) => ({
    apiName: 'Coaching_Card__c',
    id,
    fields: Object.fromEntries(
        Object.entries({ ...PLAIN, ...values }).map(([name, value]) => [name, { value, displayValue: null }])
    )
});

export const card = (values = {}) => ({ ...PLAIN, Id: 'a01', mine: true, open: true, ...values });

export const shown = (name, component, properties) => {
    const element = Object.assign(createElement(name, { is: component }), properties);
    document.body.append(element);
    return element;
};

export const cleared = () => document.body.replaceChildren();
export const settled = async () => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

/** Finds things across the borders of components, as a person does. */
export const all = (root, selector) =>
    [...root.shadowRoot.querySelectorAll('*')].flatMap((element) => [
        ...(element.matches(selector) ? [element] : []),
        ...(element.shadowRoot ? all(element, selector) : [])
    ]);
export const one = (root, selector) => all(root, selector)[0];
export const text = (root) => {
    const inside = (node) =>
        [...(node.shadowRoot ?? node).childNodes]
            .map((child) => (child.nodeType === 3 ? child.textContent : inside(child)))
            .join(' ');
    return inside(root).replace(/\s+/g, ' ');
};
/** The element in which one types, across the borders of components. */
export const focused = () => {
    let found = document.activeElement;
    while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
    return found;
};
export const press = async (root, words) => {
    const found = all(root, 'button').find((button) => button.textContent.trim() === words);
    if (!found) throw new Error(`There is no button “${words}”.`);
    found.click();
    await settled();
};

/** An observer whose test says what is visible. */
export class Observer {
    static all = [];
    constructor(told) {
        this.told = told;
        this.disconnect = jest.fn(() => {
            this.told = () => {};
        });
        Observer.all.push(this);
    }
    observe() {}
    show(ratio, height = 100, windowHeight = 1000) {
        const rects = { intersectionRect: { height }, rootBounds: { height: windowHeight } };
        this.told([{ isIntersecting: ratio > 0, intersectionRatio: ratio, ...rects }]);
    }
}
