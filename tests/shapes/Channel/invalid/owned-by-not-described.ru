# expect: psgsh:Channel-ownedBy sh:ClassConstraintComponent
# The channel names an organisation that is not described anywhere.
INSERT DATA { <id/channel/example> cv:ownedBy <id/organisation/nowhere> }
