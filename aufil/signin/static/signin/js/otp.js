// The code of a text message, where the browser can read it by itself (its last line says for whom it is).

/** Fill the code in and send it, unless something was typed meanwhile. */
export async function fillInCode(box) {
  if (!box || !("OTPCredential" in window)) return;
  try {
    const found = await navigator.credentials.get({ otp: { transport: ["sms"] } });
    if (!found || box.value) return;
    box.value = found.code;
    box.form.submit();
  } catch (error) {
    // Not allowed, or nothing came: one types it.
  }
}
