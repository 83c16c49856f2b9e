import { BlockList, isIP, isIPv4 } from 'node:net';

/** A predicate for EventBridge's `cidr`, IPv4 and IPv6. Error: SyntaxError saying what is wrong with the block. */
export function compileCidr(block: string): (text: string) => boolean {
  const [address = '', bits = '', ...rest] = block.split('/');
  if (bits === '' || rest.length > 0) throw new SyntaxError("Malformed CIDR, one '/' required");
  if (isIP(address) === 0) throw new SyntaxError(`Malformed CIDR, '${address}' is not an IP address`);
  if (!/^\d{1,3}$/.test(bits)) throw new SyntaxError('Malformed CIDR, mask bits must be an integer');
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  if (Number(bits) > (family === 'ipv4' ? 32 : 128)) {
    throw new SyntaxError(`Malformed CIDR, too many mask bits for ${family === 'ipv4' ? 'IPv4' : 'IPv6'}`);
  }
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family);
  const version = family === 'ipv4' ? 4 : 6;
  return (text) => isIP(text) === version && list.check(text, family);
}
