/* Dark or light before anything is drawn, as the switch of the desk says, for pages that come without its scripts. */
(() => {
    let told = "auto";
    try {
        told = JSON.parse(localStorage.getItem("adminTheme"));
    } catch {
        told = "auto"; // a browser that keeps nothing, or keeps something else under that name
    }
    const dark = told === "dark" || (told !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.classList.toggle("dark", dark);
    document.documentElement.classList.toggle("dark-mode", dark);
})();
