# expect: psgsh:Channel-type sh:MaxCountConstraintComponent
# The channel has two codes for “type”.
INSERT DATA { <id/channel/example> dct:type <codelist/channel-type/phone> }
