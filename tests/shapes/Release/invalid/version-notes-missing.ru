# expect: psgsh:Release-versionNotes-recommended sh:MinCountConstraintComponent
# The release has no version notes.
DELETE WHERE { <id/release/example> adms:versionNotes ?value }
