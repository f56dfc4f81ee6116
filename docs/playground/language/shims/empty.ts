// A module of Node that nothing asks for in a browser.
export default {};
