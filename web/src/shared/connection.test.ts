import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { test_connection } from "./test_socket";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a connection", () => {
  test("is online from the welcome on, and asks for the time at once", () => {
    const { connection, newest } = test_connection();
    connection.start();
    expect(connection.state).toBe("connecting");
    expect(connection.send({ type: "ping", t: 1 })).toBe(false);
    newest().welcome();
    expect(connection.online).toBe(true);
    expect(newest().sent_of("ping")).toHaveLength(1);
    connection.stop();
  });

  test("pings every ten seconds while the server answers", () => {
    const { connection, newest } = test_connection();
    connection.start();
    newest().welcome();
    for (let round = 0; round < 3; round += 1) {
      newest().say({ type: "pong", t: Date.now(), server_time: Date.now() });
      vi.advanceTimersByTime(10_000);
    }
    expect(newest().sent_of("ping")).toHaveLength(4);
    expect(connection.online).toBe(true);
    connection.stop();
  });

  test("is given up when a ping stays unanswered, and made anew", () => {
    const { connection, sockets, newest } = test_connection();
    connection.start();
    newest().welcome();
    vi.advanceTimersByTime(8_000);
    expect(sockets[0].closed).toBe(true);
    expect(connection.state).toBe("waiting");
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(2);
    connection.stop();
  });

  test("is given up sooner where whoever made it can't wait so long", () => {
    const { connection, sockets, newest } = test_connection(undefined, { ping_every_ms: 2_000, silence_limit_ms: 4_000 });
    connection.start();
    newest().welcome();
    newest().say({ type: "pong", t: Date.now(), server_time: Date.now() });
    vi.advanceTimersByTime(5_999);
    expect(sockets[0].closed).toBe(false);
    vi.advanceTimersByTime(1);
    expect(sockets[0].closed).toBe(true);
    connection.stop();
  });

  test("says its protocols as they are at each try", () => {
    let ticket = "one";
    const { connection, asked, newest } = test_connection(() => 0, { protocols: () => [`ticket.${ticket}`] });
    connection.start();
    ticket = "two";
    newest().break_off(1012);
    vi.advanceTimersByTime(0);
    expect(asked).toEqual([["ticket.one"], ["ticket.two"]]);
    connection.stop();
  });

  test("is given up when no welcome comes", () => {
    const { connection, sockets } = test_connection();
    connection.start();
    vi.advanceTimersByTime(10_000);
    expect(sockets[0].closed).toBe(true);
    expect(connection.state).toBe("waiting");
    connection.stop();
  });

  test("comes back within a second after a restart of the server", () => {
    for (const [random, latest_ms] of [[0, 0], [0.999, 999]] as const) {
      const { connection, sockets, newest } = test_connection(() => random);
      connection.start();
      newest().welcome();
      newest().break_off(1012);
      expect(connection.state).toBe("waiting");
      vi.advanceTimersByTime(latest_ms);
      expect(sockets).toHaveLength(2);
      connection.stop();
    }
  });

  // A hall of phones whose node was restarted, or killed: none of its instants may have them all.
  test.each([[1012, 0, 1_000], [1006, 250, 250]])("after close code %i a thousand of them spread over their time", (code, from_ms, over_ms) => {
    const all = Array.from({ length: 1_000 }, () => test_connection(Math.random));
    for (const { connection, newest } of all) {
      connection.start();
      newest().welcome();
      newest().break_off(code);
    }
    const back = () => all.filter(({ sockets }) => sockets.length > 1).length;
    vi.advanceTimersByTime(from_ms);
    expect(back()).toBeLessThan(30);
    for (let tenth = 1, before = back(); tenth <= 10; tenth += 1) {
      vi.advanceTimersByTime(over_ms / 10);
      // A hundred are to be expected; one run in many millions has so few or so many.
      expect(back() - before).toBeGreaterThan(40);
      expect(back() - before).toBeLessThan(180);
      before = back();
    }
    expect(back()).toBe(1_000);
    for (const { connection } of all) connection.stop();
  });

  test("waits longer after each try that failed, and no longer than ten seconds", () => {
    const { connection, sockets, newest } = test_connection(() => 1);
    connection.start();
    for (const wait_ms of [500, 1000, 2000, 4000, 8000, 10_000, 10_000]) {
      const tries = sockets.length;
      newest().break_off(1006);
      vi.advanceTimersByTime(wait_ms - 1);
      expect(sockets).toHaveLength(tries);
      vi.advanceTimersByTime(1);
      expect(sockets).toHaveLength(tries + 1);
    }
    connection.stop();
  });

  test("starts with a short wait again after it was steady", () => {
    const { connection, sockets, newest } = test_connection(() => 1);
    connection.start();
    newest().break_off(1006);
    vi.advanceTimersByTime(500);
    newest().welcome();
    vi.advanceTimersByTime(5_000);
    newest().break_off(4008);
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(3);
    connection.stop();
  });

  test.each([4501, 4503, 4504, 4505, 4509])("stays away after close code %i", (code) => {
    const { connection, sockets, newest } = test_connection();
    connection.start();
    newest().welcome();
    newest().break_off(code);
    expect(connection.state).toBe("stopped");
    expect(connection.close_code).toBe(code);
    vi.advanceTimersByTime(3_600_000);
    window.dispatchEvent(new Event("online"));
    expect(sockets).toHaveLength(1);
    connection.start();
    expect(sockets).toHaveLength(2);
    connection.stop();
  });

  test("looks at once when the phone wakes up", () => {
    const { connection, sockets, newest } = test_connection(() => 1);
    connection.start();
    newest().welcome();
    newest().say({ type: "pong", t: Date.now(), server_time: Date.now() });
    document.dispatchEvent(new Event("visibilitychange"));
    expect(newest().sent_of("ping")).toHaveLength(2);
    vi.advanceTimersByTime(3_000);
    expect(connection.state).toBe("waiting");
    window.dispatchEvent(new Event("online"));
    expect(sockets).toHaveLength(2);
    connection.stop();
  });

  test("hears nothing from a socket that was given up", () => {
    const { connection, sockets, newest } = test_connection();
    const views = vi.fn();
    connection.on("pong", views);
    connection.start();
    newest().welcome();
    const late = sockets[0].onmessage;
    newest().break_off(1006);
    late?.({ data: JSON.stringify({ type: "pong", t: 1, server_time: 1 }) });
    expect(views).not.toHaveBeenCalled();
    connection.stop();
  });
});
