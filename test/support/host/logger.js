// The editor's own log writer is a native module, which the download leaves unbuilt. This one has the part of its
// interface that the editor uses, so that logs are written, and can be read by tests.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

class Logger {
  constructor(_type, _name, file) {
    this.file = file;
    this.formatted = true;
    mkdirSync(dirname(file), { recursive: true });
  }
  write(level, message) {
    const line = this.formatted ? `${new Date().toISOString()} [${level}] ${message}\n` : message;
    appendFileSync(this.file, line);
  }
  clearFormatters() {
    this.formatted = false;
  }
  getLevel() {
    return 0;
  }
  setLevel() {}
  setPattern() {}
  flush() {}
  drop() {}
}

for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'critical']) {
  Logger.prototype[level] = function (message) {
    this.write(level, message);
  };
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger('rotating', name, file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger('rotating_async', name, file);
