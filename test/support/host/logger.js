// The editor's own log writer is a native module, which the download leaves unbuilt. This one has the part of its
// interface that the editor uses, so that logs are written, and can be read by tests.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

class Logger {
  constructor(_type, _name, file) {
    this.file = file;
    mkdirSync(dirname(file), { recursive: true });
  }
  write(message) {
    appendFileSync(this.file, message);
  }
  trace(message) {
    this.write(message);
  }
  debug(message) {
    this.write(message);
  }
  info(message) {
    this.write(message);
  }
  warn(message) {
    this.write(message);
  }
  error(message) {
    this.write(message);
  }
  critical(message) {
    this.write(message);
  }
  getLevel() {
    return 0;
  }
  setLevel() {}
  setPattern() {}
  clearFormatters() {}
  flush() {}
  drop() {}
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger('rotating', name, file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger('rotating_async', name, file);
