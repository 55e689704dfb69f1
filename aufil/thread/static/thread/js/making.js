// While one records: how long, how much is left, pausing, ending. Alike for voices and videos.

import { button, element } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { startCapture } from "./capture.js";
import { lengthText } from "./lengths.js";
import { drawPanel, sureButton } from "./panel.js";
import { keepPart } from "./takes.js";

/**
 * Record `take` from `stream`, for `most` milliseconds, the last `nearly` of them announced. `shows`: what is seen
 * meanwhile; `level` follows the sound, if one looks at it. `ended({blob, milliseconds, why})` and `erase()` come after.
 */
export function make(panel, { stream, take, bits, most, nearly, shows, level, ended, erase }) {
  const sentence = (name, values) => say(take.kind + "_" + name, values);
  const line = element("p", "recorder__line", "");
  const [time, left] = [element("b", "recorder__time", lengthText(0)), element("span", "", "")];
  line.append(time, left);
  const hold = button(sentence("pause"), () => (hold.dataset.held ? capture.resume() : capture.pause()), "button");
  const told = {
    tick: (elapsed) => {
      time.textContent = lengthText(elapsed);
      left.textContent = sentence("left", { length: lengthText(most - elapsed) });
      if (most - elapsed < nearly) panel.tell(sentence("nearly"));
      else panel.tell(sentence(level && level.unheard(elapsed) ? "unheard" : "on"));
    },
    part: (blob, elapsed) => keepPart(panel.view, Object.assign(take, { milliseconds: elapsed }), blob),
    ended: (made) => {
      if (level) level.stop();
      ended(made);
    },
    ...holding(panel, { hold, level, sentence }),
  };
  const capture = startCapture(stream, { type: take.type, bits, most, told });
  const away = () => {
    capture.drop();
    if (level) level.stop();
    erase();
  };
  const end = button(sentence("end"), capture.stop, "button button--main");
  const does = [sureButton(sentence("cancel"), away), hold, end];
  drawPanel(panel, { state: "on", says: sentence("on"), shows: [line, ...shows], does });
}

/** What changes when it waits, whoever asked, and when it goes on. */
function holding(panel, { hold, level, sentence }) {
  return {
    paused: (why) => {
      if (level) level.pause();
      hold.dataset.held = "yes";
      hold.textContent = sentence("resume");
      panel.box.dataset.state = "held";
      panel.tell(sentence("held_" + why));
    },
    resumed: () => {
      if (level) level.resume();
      delete hold.dataset.held;
      hold.textContent = sentence("pause");
      panel.box.dataset.state = "on";
    },
  };
}
