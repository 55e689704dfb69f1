// What the desk of staff adds: keys, a screen that is shared, one opened act at a time, notes among older entries, how a message is sent.

import { startActsAtDesk } from "./deskacts.js";
import { startKeys } from "./keys.js";
import { startMarks } from "../../thread/js/marks.js";
import { startNotes } from "../../thread/js/notes.js";
import { startScreen } from "./screen.js";

startScreen();
startKeys();
startActsAtDesk();
startNotes();
startMarks();
