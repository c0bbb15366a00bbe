// Texts and symbols of the page whose colour stands out too little from what is behind them (WCAG 1.4.3, 1.4.11).
() => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const light = (colour) => {
        const [r, g, b] = colour.map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
    const behind = (element) => {
        const layers = [];
        for (let node = element; node; node = node.parentElement) {
            layers.push(rgba(getComputedStyle(node).backgroundColor));
            if (layers.at(-1)[3] >= 0.99) break;
        }
        const paper = document.documentElement.classList.contains("dark") ? [16, 24, 40] : [255, 255, 255];
        return layers.reverse().reduce((below, layer) => over(layer, below), paper);
    };
    const seen = (element) =>
        element.getClientRects().length &&
        element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
        !element.closest(".desk-spoken, .desk-skip, script, style, noscript");
    const faint = {};
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const words = texts.currentNode.textContent.trim();
        const element = texts.currentNode.parentElement;
        if (!words || !seen(element)) continue;
        const style = getComputedStyle(element);
        const ground = behind(element);
        const [high, low] = [light(over(rgba(style.color), ground)), light(ground)].sort((a, b) => b - a);
        const large = parseFloat(style.fontSize) >= 24 || element.classList.contains("material-symbols-outlined");
        const ratio = (high + 0.05) / (low + 0.05);
        if (ratio < (large ? 3 : 4.5)) faint[`${words.slice(0, 30)} (${element.className})`] = ratio.toFixed(2);
    }
    return faint;
}
