import {
  Avatar,
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { send } from '../api/client.ts';
import { type Look, looks } from '../look/themes.ts';
import { useMe } from '../me.ts';
import { roleLabels } from '../words/labels.ts';

const lookLabels: Record<Look, string> = {
  device: 'Like this device',
  light: 'Light',
  dark: 'Dark',
  contrast: 'High contrast',
};

/** Who is signed in, with what they may choose for themselves. */
export function Owner({ look, onLook }: { look: Look; onLook: (look: Look) => void }) {
  const { technician, roles } = useMe();
  const highest = (['admin', 'lead'] as const).find((role) => roles.includes(role)) ?? 'technician';
  return (
    <Menu
      checkedValues={{ look: [look] }}
      onCheckedValueChange={(_, { checkedItems }) => {
        const chosen = looks.find((one) => one === checkedItems[0]);
        if (chosen) onLook(chosen);
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" className="owner">
          <Avatar name={technician.name} size={28} color="brand" aria-hidden />
          <span className="owner-name">
            {technician.name}
            <span className="quiet">{roleLabels[highest]}</span>
          </span>
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>Look</MenuGroupHeader>
            {looks.map((one) => (
              <MenuItemRadio key={one} name="look" value={one}>
                {lookLabels[one]}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuItem onClick={() => void signOut()}>Sign out</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** When the server did not hear it, nobody is signed out: the page is read again and says what holds. */
async function signOut(): Promise<void> {
  try {
    const { next } = await send<{ next: string }>('/sign-out');
    location.assign(next);
  } catch {
    location.reload();
  }
}
