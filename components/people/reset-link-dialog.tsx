import { Button } from "../ui/button.tsx";
import { Dialog, DialogButtons } from "../ui/dialog.tsx";
import { LinkToPassOn, type OneTimeLink } from "./link-to-pass-on.tsx";

interface Props {
  member: { name: string };
  link: OneTimeLink;
  onClose: () => void;
}

/** The link by which a member chooses a new password. */
export function ResetLinkDialog({ member, link, onClose }: Props) {
  return (
    <Dialog open onClose={onClose} title={`New password for ${member.name}`}>
      <LinkToPassOn link={link} advice={`Send it to ${member.name}, and to nobody else: it opens the account.`} />
      <DialogButtons>
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
