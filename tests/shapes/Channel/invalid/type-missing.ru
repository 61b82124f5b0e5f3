# expect: psgsh:Channel-type sh:MinCountConstraintComponent
# The channel has no code for “type”.
DELETE WHERE { <id/channel/example> dct:type ?value }
