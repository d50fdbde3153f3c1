/** What secrets are called, as an expression. A tokenizer's own tokens (`pad_token`) are none, nor are counts (`max_tokens`) and ids. */
export const SECRET_NAME = '(?:password|passwd|secret|api[_-]?key|access[_-]?key|(?<!(?:bos|eos|pad|unk|sep|cls|mask)_)token)';
