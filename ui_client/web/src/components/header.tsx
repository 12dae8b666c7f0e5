import { ThemeChoice } from "./theme_choice";
import icon from "../styles/icon.svg";

export const Header = () => (
  <header class="page-header">
    <h1>
      <img src={icon} alt="" width="32" height="32" /> spanroot
    </h1>
    <p>Where in an open training corpus does the text of a language model stand?</p>
    <ThemeChoice />
  </header>
);
