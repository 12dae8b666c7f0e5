import { render } from "preact";
import { App } from "./app";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/composer.css";
import "./styles/text.css";
import "./styles/evidence.css";
import "./styles/coverage.css";

render(<App />, document.getElementById("app")!);
