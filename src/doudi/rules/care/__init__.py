"""Places in care homes 集中托养, and funeral fees let off 殡葬费用减免: what Datonghu gives besides (六, 十三)."""
