// The ways in: pages that wait for the other side, codes that fill themselves in, a paper to print. Everything works
// without it, by reloading.

import { fillInCode } from "./otp.js";
import { offerPrint } from "./print.js";
import { watchPairing } from "./watch.js";

watchPairing(document.querySelector("[data-watch]"));
fillInCode(document.querySelector('input[autocomplete="one-time-code"]'));
offerPrint(document.querySelector('[data-role="print"]'));
